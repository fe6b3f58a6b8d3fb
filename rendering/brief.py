"""What kind of film an idea asks for, read from its words. A flag beats words, words beat defaults.

Only words that speak of the film itself count: in "a film about a French baker" nobody asked for French. They
stand before a film word ("a vertical telugu teaser"), in a part of their own ("…, vertical"), or at an end.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from rendering import lengths

ASPECTS = ("16:9", "9:16", "1:1")
RESOLUTIONS = ("720p", "1080p", "4k")
LANGUAGES = (
    "telugu", "tamil", "hindi", "kannada", "malayalam", "marathi", "bengali", "gujarati", "punjabi", "urdu",
    "odia", "assamese", "nepali", "sinhala", "sanskrit", "english", "spanish", "french", "german", "italian",
    "portuguese", "dutch", "russian", "ukrainian", "polish", "czech", "greek", "turkish", "arabic", "hebrew",
    "persian", "mandarin", "cantonese", "japanese", "korean", "vietnamese", "thai", "indonesian", "malay",
    "tagalog", "swahili", "swedish", "norwegian", "danish", "finnish", "hungarian", "romanian",
)  # fmt: skip
SHORTEST_SECONDS, LONGEST_SECONDS = 5, 3600
LONGEST_IDEA = 20_000
LONGEST_NAME = 40

_OTHER_NAMES = {
    "bangla": "bengali", "farsi": "persian", "chinese": "mandarin", "filipino": "tagalog", "oriya": "odia",
    "vertical": "9:16", "portrait": "9:16", "9x16": "9:16", "square": "1:1", "1x1": "1:1",
    "widescreen": "16:9", "horizontal": "16:9", "landscape": "16:9", "16x9": "16:9",
    "uhd": "4k", "2160p": "4k", "full hd": "1080p", "full-hd": "1080p",
}  # fmt: skip


def _any_of(words: Sequence[str]) -> str:
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))


def _names_of(canonical: Sequence[str]) -> str:
    return _any_of([*canonical, *(other for other, meant in _OTHER_NAMES.items() if meant in canonical)])


_TOKEN = re.compile(
    rf"""
    (?P<aspect>    \b(?:{_names_of(ASPECTS)})\b(?!:\d) )
  | (?P<length>    (?:(?<!the\ ){lengths.MEASURED} | {lengths.CLOCK}(?!\s*[ap]\.?m\b))
                   (?!\s+(?:before|after|later|ago|early|late|to|until|till|away|left|from)\b) )
  | (?P<resolution>\b(?:{_names_of(RESOLUTIONS)})\b )
  | (?P<language>  \b(?:{_names_of(LANGUAGES)})\b(?!\s+subtit) )
  | (?P<film>      \b(?:film|movie|video|short|teaser|trailer|promo|commercial|advert|ad|documentary
                   |music\ video|reel|clip|spot|episode|story|tale)s?\b )
  | (?P<filler>    \b(?:in|at|as|of|for|with|and|format|aspect|ratio|long|lasting|runs|running|runtime
                   |duration|language|dialogue|voiceover|voice-over|audio|spoken|please|make|create
                   |produce|me|it|that|is|about|shot)\b )
  | (?P<article>   \b(?:a|an|the)\b )
  | (?P<stop>      [,;:!?()\n\u2013\u2014] | \.(?!\d) | \s-\s )
  | (?P<word>      [^\W_]+(?:['\u2019][^\W_]+)* )
    """,
    re.VERBOSE,
)
_ABOUT_THE_FILM = frozenset({"aspect", "length", "resolution", "language"})
_STORY_BEGINS = frozenset(
    {"about", "of", "where", "with", "who", "in", "on", "at", "for", "that", "his", "her", "their"}
)
_IN_A_NAME = frozenset({"word", "language", "aspect"})
_NOT_IN_A_NAME = frozenset(
    {"and", "or", "but", "is", "are", "was", "were", "be", "to", "from", "by", "on", "into", "his", "her",
     "their", "its", "my", "our", "who", "where", "when", "while", "then", "than", "this", "these", "those",
     "there", "short", "film", "films", "movie", "video", "clip", "story", "tale", "pod", "pdf", "script"}
)  # fmt: skip


class BadBrief(ValueError):
    """Raised for a film that can not be made as asked; the message is a sentence."""


@dataclass(frozen=True, kw_only=True)
class Flags:
    """What was said outside the idea; None where nothing was."""

    duration_seconds: int | None = None
    aspect: str | None = None
    language: str | None = None
    resolution: str | None = None


@dataclass(frozen=True, kw_only=True)
class Brief:
    """The film that is asked for; `idea` is the person's text without control characters."""

    idea: str
    name: str
    duration_seconds: int
    aspect: str
    language: str
    resolution: str


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str


def read(idea: str, flags: Flags) -> Brief:
    """The brief in an idea and its flags, else `BadBrief`."""
    idea = _cleaned(idea)
    said = _said_of_the_film(_tokens(idea))
    return Brief(
        idea=idea,
        name=film_name(idea),
        duration_seconds=_duration(flags.duration_seconds, said.get("length")),
        aspect=_one_of(ASPECTS, flags.aspect or said.get("aspect", "16:9"), "aspect"),
        language=_language(flags.language or said.get("language", "english")),
        resolution=_one_of(RESOLUTIONS, flags.resolution or said.get("resolution", "1080p"), "resolution"),
    )


def film_name(idea: str) -> str:
    """A short hyphenated ASCII name such as `basti-teaser`; "film" when the idea has no Latin letters."""
    tokens = _tokens(idea[:LONGEST_IDEA])
    spec = _spec(tokens)
    told = [
        _ascii(token.text) for at, token in enumerate(tokens) if token.kind in _IN_A_NAME and at not in spec
    ]
    forms = [_ascii(token.text) for token in tokens if token.kind == "film"]
    subject = [word for word in told if word and word not in _NOT_IN_A_NAME][:4]
    form = [word for word in forms if word not in _NOT_IN_A_NAME][:1]
    name = ""
    for word in dict.fromkeys(subject + form):
        longer = f"{name}-{word}" if name else word[:LONGEST_NAME]
        name = longer if len(longer) <= LONGEST_NAME else name
    return name or "film"


def _cleaned(idea: str) -> str:
    if len(idea) > LONGEST_IDEA:
        raise BadBrief(
            f"The idea is too long: {LONGEST_IDEA:,} characters at most. Send a script as a file instead."
        )
    kept = "".join(char for char in idea if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs"))
    if not any(char.isalpha() for char in kept):
        raise BadBrief(
            'Say in words what the film is about, for example "two robots fall in love at a bus stop".'
        )
    return kept.strip()


def _tokens(idea: str) -> list[_Token]:
    return [_Token(found.lastgroup or "", found[0].lower()) for found in _TOKEN.finditer(idea.lower())]


def _said_of_the_film(tokens: list[_Token]) -> dict[str, str]:
    """The first word of each kind that speaks of the film."""
    said: dict[str, str] = {}
    for at in sorted(_spec(tokens)):
        said.setdefault(tokens[at].kind, _OTHER_NAMES.get(tokens[at].text, tokens[at].text))
    return said


def _spec(tokens: list[_Token]) -> set[int]:
    """Places of the tokens that speak of the film and not of its story."""
    kinds = [token.kind for token in tokens]
    ends = [at for at, kind in enumerate(kinds) if kind == "stop"]
    found = _leading_length(kinds)
    for begin, end in zip([0, *(end + 1 for end in ends)], [*ends, len(tokens)], strict=True):
        found |= _spec_of_part(tokens, kinds, begin, end)
    return {at for at in found if kinds[at] in _ABOUT_THE_FILM}


def _spec_of_part(tokens: list[_Token], kinds: list[str], begin: int, end: int) -> set[int]:
    dressing = _ABOUT_THE_FILM | {"filler", "article", "film"}
    if all(kind in dressing for kind in kinds[begin:end]):
        return set(range(begin, end))
    found: set[int] = set()
    if (film := next((at for at in range(begin, end) if kinds[at] == "film"), None)) is not None:
        first = film
        while first > begin and kinds[first - 1] != "article" and tokens[first - 1].text not in _STORY_BEGINS:
            first -= 1
        last = film
        while last + 1 < end and kinds[last + 1] in _ABOUT_THE_FILM | {"filler"}:
            last += 1
        found |= set(range(first, last + 1))
    return found | _trailing(tokens, begin, end)


def _leading_length(kinds: list[str]) -> set[int]:
    """`a 30-second chase through Mumbai`, at the very start of the idea only."""
    first = next((at for at, kind in enumerate(kinds) if kind not in ("article", "filler")), None)
    return {first} if first is not None and kinds[first] == "length" else set()


def _trailing(tokens: list[_Token], begin: int, end: int) -> set[int]:
    """`a chase through Mumbai in telugu`, `… in vertical 4k`."""
    first = end
    while first > begin and tokens[first - 1].kind in _ABOUT_THE_FILM - {"length"}:
        first -= 1
    led_in = first > begin and tokens[first - 1].text in ("in", "as")
    return set(range(first, end)) if led_in else set()


def _duration(flag: int | None, words: str | None) -> int:
    said = lengths.seconds_of(words.replace("-", " ")) if words else None
    seconds = flag if flag is not None else int((Fraction(60) if said is None else said) + Fraction(1, 2))
    if not SHORTEST_SECONDS <= seconds <= LONGEST_SECONDS:
        raise BadBrief(
            f"A film runs from {SHORTEST_SECONDS} seconds to an hour; {seconds} seconds were asked for."
        )
    return seconds


def _one_of(known: Sequence[str], asked: str, what: str) -> str:
    meant = _OTHER_NAMES.get(asked.strip().lower(), asked.strip().lower())
    if meant not in known:
        raise BadBrief(f'"{asked[:40]}" is no {what} pod knows. Choose from {", ".join(known)}.')
    return meant


def _language(asked: str) -> str:
    """Any language by its name: the writer may know more of them than the words read here."""
    name = " ".join(asked.lower().split())
    if not (1 < len(name) <= 40 and all(char.isalpha() or char in " -()" for char in name)):
        raise BadBrief(f'"{asked[:40]}" is no language. Give its name, for example telugu.')
    return _OTHER_NAMES.get(name, name)


def _ascii(word: str) -> str:
    """Latin letters and digits without accents; nothing of other scripts."""
    return "".join(
        char for char in unicodedata.normalize("NFKD", word) if char.isascii() and char.isalnum()
    ).lower()

"""What a prompt asks to see: the hour, the place, the framing, who is there, and what they carry."""

import random
import re
from dataclasses import dataclass

from .palette import Color, of_text

_HOURS = [
    ("neon", r"\bneon|cyberpunk"), ("candlelight", r"candle|fire ?light|oil lamps?\b|lantern light"),
    ("night", r"\bnight|moonl|midnight|starry|moonlight"), ("blue hour", r"blue hour"),
    ("dusk", r"\bdusk|twilight|violet sky"), ("dawn", r"\bdawn|sunrise|morning"),
    ("golden hour", r"golden|sunset|low warm sun|evening"), ("overcast", r"overcast|rain|storm|grey sky|gray sky|fog|mist"),
    ("day", r"\bday|noon|sunny|sunlight|high key"),
]  # fmt: skip
_PLACES = [
    ("bus stop", r"bus[- ]?(stop|shelter|stand)"), ("station", r"station|railway|platform|train\b|metro"),
    ("lighthouse", r"lighthouse|beacon"), ("harbour", r"harbou?r|\bport\b|dock|pier|jetty|fishing boat"),
    ("temple", r"temple|shrine|gopuram|pagoda|mosque|church"), ("bridge", r"\bbridge"),
    ("market", r"market|bazaar|stall|\bshop"), ("rooftop", r"roof ?top|terrace|water tank"),
    ("village", r"village|\bhuts?\b|basti|slum|tin roof|hamlet"), ("desert", r"desert|dune|sand"),
    ("mountain", r"mountain|peak|cliff|\bpass\b|himalaya|snow"), ("forest", r"forest|woods|jungle|\btrees?\b"),
    ("space", r"\bspace|\bmoon\b(?!l)|planet|galaxy|asteroid|\bmars\b"), ("sea", r"\bsea\b|ocean|beach|shore|coast|island|\bboat"),
    ("river", r"river|lake|stream|waterfall"), ("city", r"\bcity|skyline|skyscraper|downtown|metropolis"),
    ("room", r"\broom|kitchen|house|home|interior|\bint\.|library|cafe|office|school|hospital|bedroom|workshop|\bhotel|studio"),
    ("field", r"field|meadow|farm|grass|garden|park|orchard"), ("street", r"street|road|alley|lane|town|path"),
]  # fmt: skip
_KINDS = [
    ("robot", r"robots?|androids?|droids?"), ("grandmother", r"old wom[ae]n|grandmother|granny|grandma"),
    ("grandfather", r"old m[ae]n|grandfather|grandpa|white beard"), ("girl", r"girls?|daughter|sister"),
    ("boy", r"boys?|son|child(?:ren)?|kids?|brother"),
    ("woman", r"wom[ae]n|mother|wife|queen|nurse|dancer|actress|lady|bride|princess|singer|sari"),
    ("dog", r"dogs?|pupp(?:y|ies)"), ("cat", r"cats?|kittens?"), ("bird", r"birds?|crows?|sparrows?|parrots?|owls?"),
    ("horse", r"horses?|pony"), ("elephant", r"elephants?"),
    ("man", r"m[ae]n|father|king|fisherman|driver|soldier|detective|doctor|farmer|pilot|astronaut|baker|clerk|keeper|sailor"
            r"|samurai|knight|monk|worker|teacher|person|people|couple|stranger|friend|lover|hero|figure"),
]  # fmt: skip
_FRAMINGS = [
    ("sheet", r"(design|character|reference|model) sheet|turnaround"), ("extreme close-up", r"extreme close"),
    ("insert", r"\binsert"), ("overhead", r"overhead|top[- ](down|shot)|straight down|bird'?s[- ]eye"),
    ("over-the-shoulder", r"over[- ]the[- ]shoulder|\bots\b"), ("two-shot", r"two[- ]shot"),
    ("close-up", r"close[- ]?up|portrait of"), ("drone", r"\bdrone|aerial"), ("low angle", r"low[- ]angle"),
    ("high angle", r"high[- ]angle"), ("POV", r"\bpov\b|point[- ]of[- ]view"), ("establishing", r"establishing"),
    ("medium", r"medium|waist"), ("wide", r"\bwide|long shot"),
]  # fmt: skip
_PROPS = [
    "letter", "umbrella", "lantern", "kite", "map", "key", "flower", "radio", "clock", "ticket", "box", "paper boat", "coin",
    "bell", "photograph", "suitcase", "lamp", "book", "ring", "bicycle", "violin", "guitar", "balloon", "mango",
]  # fmt: skip
_COLORS: dict[str, Color] = {
    "copper": (192, 112, 72), "teal": (52, 138, 138), "mustard": (206, 158, 52), "crimson": (178, 44, 58),
    "red": (196, 58, 52), "blue": (66, 104, 178), "navy": (42, 58, 104), "green": (82, 138, 88), "silver": (176, 184, 194),
    "saffron": (232, 146, 48), "yellow": (228, 190, 72), "orange": (222, 124, 56), "white": (226, 226, 220), "black": (46, 46, 56),
    "grey": (132, 136, 144), "gray": (132, 136, 144), "brown": (128, 88, 62), "pink": (220, 132, 152), "purple": (122, 84, 152),
    "violet": (122, 84, 152), "gold": (214, 170, 78), "rusty": (168, 94, 62), "rust": (168, 94, 62), "indigo": (72, 76, 148),
}  # fmt: skip
_NOT_CLOTH = frozenset("hour hair eye eyes beard chest mane light paint's sky at".split())
_COATS: dict[str, tuple[Color, ...]] = {
    "dog": ((176, 124, 78), (108, 84, 68), (206, 178, 138)), "cat": ((74, 72, 80), (206, 138, 78), (150, 144, 140)),
    "bird": ((92, 120, 152), (176, 92, 70), (96, 108, 92)), "horse": ((122, 80, 56), (84, 62, 54), (178, 158, 138)),
    "elephant": ((142, 142, 150),),
}  # fmt: skip
_COUNTS = {"two": 2, "three": 3, "four": 4, "both": 2, "pair": 2, "couple": 2}


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody in the picture; `build` picks between the shapes a kind comes in."""

    kind: str
    color: Color
    build: int
    name: str


@dataclass(frozen=True, slots=True)
class Scene:
    """A prompt, understood. `seed` is the same for every picture of one film, `turn` differs between prompts."""

    hour: str
    place: str
    framing: str
    weather: str
    actors: tuple[Actor, ...]
    prop: str
    film: str
    turn: str


def read(prompt: str) -> Scene:
    """Read a prompt; what it does not say is chosen by the prompt itself, the same way every time."""
    film = re.search(r"Film:\s*([^\n]*)", prompt)
    text = prompt.replace(film[0], " ") if film else prompt
    low = text.lower()
    chance = random.Random(prompt)  # noqa: S311 - repeatable, not secret
    framing = _first(_FRAMINGS, low) or "medium"
    actors = _actors(text)
    wants_nobody = re.search(
        r"no people|nobody|empty of people|location (sheet|reference|design)|background plate", low
    )
    return Scene(
        hour=_first(_HOURS, low) or chance.choice(["golden hour", "day", "dusk"]),
        place=_earliest(_PLACES, low) or "street",
        framing=framing,
        weather="rain"
        if re.search(r"\brain|storm|monsoon", low)
        else "snow"
        if re.search(r"\bsnow", low)
        else "",
        actors=() if wants_nobody else tuple(actors[:3]),
        prop=next((prop for prop in _PROPS if re.search(rf"\b{prop}\b", low)), ""),
        film=film[1].strip() if film else prompt,
        turn=prompt,
    )


def _first(listed: list[tuple[str, str]], text: str) -> str | None:
    return next((name for name, words in listed if re.search(words, text)), None)


def _earliest(listed: list[tuple[str, str]], text: str) -> str | None:
    hits = [
        (match.start(), order, name)
        for order, (name, words) in enumerate(listed)
        if (match := re.search(words, text))
    ]
    return min(hits)[2] if hits else None


def _actors(text: str) -> list[Actor]:
    """Find characters by the kind words in the text, each with the color and the name said beside it."""
    found: list[tuple[int, Actor]] = []
    taken: list[range] = []
    for kind, words in _KINDS:
        for match in re.finditer(rf"\b(?:{words})s?\b(?!['’]s)", text, re.IGNORECASE):
            if any(match.start() in span for span in taken):
                continue
            taken.append(range(match.start(), match.end()))
            around = _clause(text, match)
            name = _name_before(text, match.start())
            count = next(
                (
                    n
                    for word, n in _COUNTS.items()
                    if re.search(rf"\b{word}\b[\w\s,-]{{0,24}}$", text[: match.start()], re.I)
                ),
                1,
            )
            for number in range(count):
                found.append(
                    (match.start() + number, _actor(kind, around, name if count == 1 else "", number))
                )
    return _without_doubles([actor for _, actor in sorted(found, key=lambda entry: entry[0])])


def _clause(text: str, kind: re.Match[str]) -> str:
    """Return the words that describe the kind found: those just before it, and those after until the next one."""
    before = re.split(r"[.;:()\n]|\band\b|,", text[max(0, kind.start() - 40) : kind.start()])[-1]
    after = re.split(r"[.;()\n]|\band\b", text[kind.end() : kind.end() + 70])[0]
    return f"{before} {kind[0]} {after}".lower()


def _actor(kind: str, around: str, name: str, number: int) -> Actor:
    key = name or f"{kind} {number}"
    said = [
        word
        for word, next_word in re.findall(r"([a-z]+)(?=\W+([a-z]+)|$)", around)
        if next_word not in _NOT_CLOTH
    ]
    color = next((_COLORS[word] for word in said if word in _COLORS and number == 0), _usual_color(kind, key))
    build = (
        1 if {"tall", "thin", "square"} & set(said) else 0 if {"round", "small"} & set(said) else number % 2
    )
    return Actor(kind, color, build, key)


def _usual_color(kind: str, key: str) -> Color:
    if kind in _COATS:
        return random.Random(key).choice(_COATS[kind])  # noqa: S311 - repeatable, not secret
    return of_text(key, saturation=0.46, value=0.72)


def _name_before(text: str, start: int) -> str:
    names = re.findall(
        r"\b([A-Z][a-zà-ÿ]+)\b\s*(?:is|,|:|\(|-|–|—)?\s*[^.;:\n()A-Z]{0,50}$",
        text[max(0, start - 70) : start],
    )
    return str(names[-1]) if names else ""


def _without_doubles(actors: list[Actor]) -> list[Actor]:
    """A named character mentioned again by kind alone is the same one."""
    seen: dict[str, Actor] = {}
    for actor in actors:
        named_alike = any(other.kind == actor.kind and other.name != actor.name for other in seen.values())
        if actor.name in seen or (actor.name == f"{actor.kind} 0" and named_alike):
            continue
        seen[actor.name] = actor
    return list(seen.values())

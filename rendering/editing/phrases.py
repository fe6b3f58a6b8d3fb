"""The phrases in which people ask for a change of the cut."""

import re
from dataclasses import dataclass

from rendering import lengths
from rendering.editing import edits, targets
from rendering.editing.edits import Edit, Meaning, Said
from rendering.editing.targets import View


@dataclass(frozen=True)
class Phrase:
    """A phrase as found in a note."""

    said: Said
    meaning: Meaning


_LENGTH = rf"(?P<length>{lengths.MEASURED})"
_LENGTH_OR_ONE = rf"(?P<length>{lengths.MEASURED}|{lengths.ONE})"  # "the first second"
_DEGREE = r"(?P<degree>(?:just )?(?:a little bit|a bit|a little|a touch|slightly|much|a lot|way|far))"
_TARGET = r"(?P<target>.+?)"
_TIME = rf"(?:{lengths.CLOCK}|[0-9]{{2,}}(?::[0-9]{{2}}){{3}}|{lengths.MEASURED})"
_OUT = r"(?:cut|trim|lose|drop|remove|delete|take|shave|chop|snip)(?: off| out| away)?"
_SHORTEN = r"(?:trim|shorten|cut|tighten)"
_HOLD = r"(?:hold|linger|stay|freeze)"
_MOVE = r"(?:move|put|play|place)"
_FASTER = r"(?:pacier|faster|quicker|snappier|tighter|brisker|shorter)"
_SLOWER = r"(?:slower|calmer|longer|less rushed)"
_ROOM = r"(?:breathe|(?:more )?(?:air|room|time))"

# The first phrase that fits and makes sense of its targets is meant, so narrow ones stand before wide.
_MEANINGS: list[tuple[Meaning, list[str]]] = [
    (
        edits.start,
        [
            rf"(?:start|begin|open)(?: the film| it)?(?: at| from) (?P<time>{_TIME})",
            rf"{_OUT} everything before (?P<time>{_TIME})",
        ],
    ),
    (
        edits.end,
        [
            rf"(?:end|stop|finish)(?: the film| it)? at (?P<time>{_TIME})",
            rf"{_OUT} everything after (?P<time>{_TIME})",
        ],
    ),
    (
        edits.cut_between,
        [rf"{_OUT}(?: from| between)? (?P<time>{_TIME}) (?:to|until|and) (?P<until>{_TIME})"],
    ),
    (
        edits.cut_end,
        [
            rf"{_OUT} (?:the )?(?P<end>first|last|opening|final) {_LENGTH_OR_ONE}(?: (?:of|from|off) {_TARGET})?",
            rf"{_OUT} {_LENGTH} (?:off|from|at) (?:the )?"
            rf"(?P<end>start|beginning|front|head|top|end|tail|back)(?: of {_TARGET})?",
        ],
    ),
    (
        edits.tighten,
        [rf"(?:{_SHORTEN}|speed up) {_TARGET}(?: up)? by (?P<percent>[0-9]{{1,3}}) ?(?:%|percent)"],
    ),
    (
        edits.shorten,
        [
            rf"{_SHORTEN} {_TARGET} by {_LENGTH}",
            rf"{_OUT} {_LENGTH} (?:off|from|out of) {_TARGET}",
            rf"make {_TARGET} {_LENGTH} shorter",
        ],
    ),
    (edits.shorten_to, [rf"{_SHORTEN} {_TARGET}(?: down)? to {_LENGTH}"]),
    (edits.swap, [r"(?:swap|switch|exchange|flip)(?: shots)? (?P<one>.+?) (?:and|with|for) (?P<other>.+)"]),
    (
        edits.breathe,
        [
            rf"(?:let|give) {_TARGET}(?: to)? {_ROOM}(?: {_DEGREE})?(?: more)?",
            rf"breathe(?: {_DEGREE})?(?: more)?(?: (?:on|in|at|with) {_TARGET})?",
            rf"(?:extend|lengthen) {_TARGET} by {_LENGTH}",
            rf"make {_TARGET} {_LENGTH} longer",
            rf"(?:slow down|extend|lengthen) {_TARGET}(?: {_DEGREE})?",
            rf"make {_TARGET}(?: {_DEGREE})? {_SLOWER}",
        ],
    ),
    (
        edits.hold,
        [
            rf"{_HOLD}(?: on)? {_TARGET}(?: for)?(?: another)? {_LENGTH}(?: more| longer)?",
            rf"{_HOLD}(?: for)? {_LENGTH}(?: more| longer)?(?: on| at) {_TARGET}",
            rf"{_HOLD}(?: on)? {_TARGET}(?: {_DEGREE})?(?: longer| more)?",
            rf"{_HOLD}(?: {_DEGREE})? (?:longer|more) (?:on|at) {_TARGET}",
        ],
    ),
    (
        edits.move,
        [
            rf"(?P<edge>start|open|begin|end|finish|close) (?:with|on) {_TARGET}",
            rf"{_MOVE} {_TARGET} (?:to the |at the )?(?P<edge>first|last|front|start|beginning|end|back)",
            rf"{_MOVE} {_TARGET} (?P<edge>before|after) (?P<other>.+)",
        ],
    ),
    (
        edits.tighten,
        [
            rf"(?:an? )?(?:{_DEGREE} )?{_FASTER}(?: {_TARGET})?",
            rf"(?:make )?{_TARGET}(?: should be| needs to be| is to be)?(?: {_DEGREE})? {_FASTER}",
            rf"(?:tighten|speed up|quicken|shorten)(?: up)?(?: {_TARGET})?(?: up)?(?: {_DEGREE})?",
            rf"pick up the pace(?: {_DEGREE})?(?: (?:in|of|on|for) {_TARGET})?",
        ],
    ),
    (
        edits.remove,
        [rf"(?:lose|remove|drop|delete|cut|kill|ditch|take out|cut out|get rid of|leave out) {_TARGET}"],
    ),
]
_PHRASES = [(re.compile(pattern), meaning) for meaning, patterns in _MEANINGS for pattern in patterns]


def parse(text: str, view: View) -> tuple[Phrase, Edit] | None:
    """The edit a piece of a note asks for, and the phrase it was asked in; None when it is not understood."""
    words = _plain(text)
    for pattern, meaning in _PHRASES:
        if found := pattern.fullmatch(words):
            phrase = Phrase(found.groupdict(), meaning)
            if edit := meaning(phrase.said, view):
                return phrase, edit
    return None


def again(phrase: Phrase, text: str, view: View) -> Edit | None:
    """The same asked of another target: "lose shot 3, shot 5"."""
    if "target" not in phrase.said or targets.find(_plain(text), view) is None:
        return None
    return phrase.meaning({**phrase.said, "target": _plain(text)}, view)


def _plain(text: str) -> str:
    words = " ".join(text.lower().replace("\u2019", "'").split()).strip(" .,;!?")
    words = re.sub(
        r"^(?:(?:please|also|and|then|but|so|now|just|maybe|ok|okay|let's|can you|could you) )+", "", words
    )
    return re.sub(r"(?: please| too| as well| up)+$", "", words)

"""Lengths of time as people write them: "90-second", "a minute and a half", "1:30". Exact, in seconds."""

import re
from fractions import Fraction

_NUMBER_WORDS: dict[str, Fraction | int] = {
    "half a": Fraction(1, 2), "half": Fraction(1, 2), "a couple of": 2, "a": 1, "an": 1, "one": 1, "two": 2,
    "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty-five": 45, "forty": 40, "fifty": 50,
    "sixty": 60, "ninety": 90,
}  # fmt: skip
_UNIT_SECONDS: dict[str, Fraction | int] = {"h": 3600, "m": 60, "s": 1, "f": Fraction(1, 24)}

# A space is written [ ], because these patterns are also built into verbose ones.
_NUMBER = rf"(?:[0-9]{{1,6}}(?:\.[0-9]{{1,3}})?|{'|'.join(_NUMBER_WORDS).replace(' ', '[ ]')})"
_UNIT = r"(?:hours?|hrs?|minutes?|mins?|seconds?|secs?|s|frames?)"
_HALF = r"[\s-]+and[\s-]+a[\s-]+half"
_MEASURE = rf"{_NUMBER}(?:{_HALF})?[\s-]*{_UNIT}\b(?:{_HALF}\b)?"

MEASURED = rf"\b{_MEASURE}(?:,?\s+(?:and\s+)?{_MEASURE})?"
"""Pattern of a length in numbers and units, such as "1 minute 30 seconds". No groups, lower case."""

ONE = r"\b(?:second|minute)\b"
"""Pattern of one unit without its number, as in "the first second"."""

CLOCK = r"\b[0-9]{1,3}:[0-5][0-9](?::[0-5][0-9])?(?:\.[0-9]{1,3})?(?![0-9:])"
"""Pattern of a length or a place in the film as a clock shows it: "0:41", "1:02:03", "1:02.5"."""

_ONE_MEASURE = re.compile(
    rf"(?P<number>{_NUMBER})(?P<half>{_HALF})?[\s-]*(?P<unit>{_UNIT})\b(?P<after>{_HALF}\b)?"
)


def seconds_of(text: str) -> Fraction | None:
    """The length `text` states and nothing else, in seconds; None when it states none."""
    text = text.strip().lower()
    if re.fullmatch(ONE, text):
        text = f"a {text}"
    if re.fullmatch(CLOCK, text):
        return _clock_seconds(text)
    if re.fullmatch(MEASURED, text):
        return sum((_measure_seconds(found) for found in _ONE_MEASURE.finditer(text)), Fraction(0))
    return None


def _clock_seconds(text: str) -> Fraction:
    total = Fraction(0)
    for part in text.split(":"):
        total = total * 60 + Fraction(part)
    return total


def _measure_seconds(found: re.Match[str]) -> Fraction:
    number = found["number"]
    count = _NUMBER_WORDS[number] if number in _NUMBER_WORDS else Fraction(number)
    if found["half"] or found["after"]:
        count += Fraction(1, 2)
    return Fraction(count * _UNIT_SECONDS[found["unit"][0]])

"""Lengths of time in people's words."""

from fractions import Fraction

import pytest

from rendering import lengths


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90 seconds", 90),
        ("90-second", 90),
        ("a second", 1),
        ("half a second", Fraction(1, 2)),
        ("a couple of seconds", 2),
        ("1.5 minutes", 90),
        ("two and a half minutes", 150),
        ("a minute and a half", 90),
        ("1 minute 30 seconds", 90),
        ("one minute and five secs", 65),
        ("forty-five seconds", 45),
        ("2 hrs", 7200),
        ("12 frames", Fraction(1, 2)),
        ("1:30", 90),
        ("1:02:03", 3723),
        ("0:02.5", Fraction(5, 2)),
    ],
)
def test_it_reads_lengths_exactly(text: str, seconds: Fraction | int) -> None:
    assert lengths.seconds_of(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "soon", "3", "seconds", "3 apples", "1:75", "16:9", "3 seconds of fame", "-3 seconds"]
)
def test_it_reads_nothing_else(text: str) -> None:
    assert lengths.seconds_of(text) is None

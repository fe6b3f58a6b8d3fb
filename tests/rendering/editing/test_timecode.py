"""Timecodes: exact, there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rendering.editing import timecode
from rendering.editing.timecode import BadTimecode


@given(st.integers(0, 24 * 3600 * 200))
def test_every_frame_survives_the_way_there_and_back(frames: int) -> None:
    assert timecode.to_frames(timecode.from_frames(frames)) == frames


@pytest.mark.parametrize(
    ("text", "frames"),
    [
        ("00:00:41:12", 996),
        ("0:41", 984),
        ("1:02.5", 1500),
        ("3 seconds", 72),
        ("half a second", 12),
        ("7 frames", 7),
        ("1:00:00", 86400),
        ("0.02 seconds", 0),
        ("0.021 seconds", 1),
    ],
)
def test_it_reads_what_people_write(text: str, frames: int) -> None:
    assert timecode.to_frames(text) == frames


@pytest.mark.parametrize("text", ["", "later", "00:00:41:24", "00:60:00:00", "-0:41", "1:2"])
def test_it_refuses_what_is_no_time(text: str) -> None:
    with pytest.raises(BadTimecode, match="is no time"):
        timecode.to_frames(text)


def test_there_is_no_frame_before_the_first() -> None:
    with pytest.raises(BadTimecode):
        timecode.from_frames(-1)


@pytest.mark.parametrize(
    ("frames", "said", "clock"),
    [
        (1, "1 frame", "0:00"),
        (7, "7 frames", "0:00.2"),
        (12, "half a second", "0:00.5"),
        (24, "1 second", "0:01"),
        (36, "1.5 seconds", "0:01.5"),
        (72, "3 seconds", "0:03"),
        (24 * 60 - 1, "59.9 seconds", "0:59.9"),
        (24 * 62, "62 seconds", "1:02"),
    ],
)
def test_it_says_lengths_and_places_plainly(frames: int, said: str, clock: str) -> None:
    assert (timecode.spoken(frames), timecode.clock(frames)) == (said, clock)


def test_seconds_have_two_places() -> None:
    assert timecode.seconds_in(36) == "1.50"
    assert timecode.seconds_in(1) == "0.04"

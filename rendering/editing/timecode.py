"""Places and lengths in a film, counted in whole frames. Nothing here is ever a float."""

import re
from decimal import Decimal
from fractions import Fraction

from rendering import lengths

FPS = 24
"""Frames a second of every film pod cuts."""

_TIMECODE = re.compile(r"([0-9]{2,}):([0-5][0-9]):([0-5][0-9]):([01][0-9]|2[0-3])")


class BadTimecode(ValueError):
    """Raised for words that are no time; the message is a sentence."""


def from_frames(frames: int) -> str:
    """`HH:MM:SS:FF`."""
    if frames < 0:
        raise BadTimecode("A film has no place before its first frame.")
    seconds, frame = divmod(frames, FPS)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}:{frame:02}"


def to_frames(text: str) -> int:
    """Frames meant by `HH:MM:SS:FF`, by a clock ("0:41", "1:02.5") or by words ("3 seconds")."""
    if found := _TIMECODE.fullmatch(text.strip()):
        hours, minutes, seconds, frames = map(int, found.groups())
        return ((hours * 60 + minutes) * 60 + seconds) * FPS + frames
    length = lengths.seconds_of(text)
    if length is None:
        raise BadTimecode(f'"{text.strip()}" is no time. Write it as 0:41, 1:02.5 or 3 seconds.')
    return frames_in(length)


def frames_in(seconds: Fraction | Decimal | int) -> int:
    """Whole frames nearest to a length in seconds; a half counts up."""
    return int((Fraction(seconds) * FPS + Fraction(1, 2)) // 1)


def seconds_in(frames: int) -> str:
    """Seconds with two places, as the API tells them."""
    return str((Decimal(frames) / FPS).quantize(Decimal("0.01")))


def spoken(frames: int) -> str:
    """A length the way a person says it: "3 seconds", "1.5 seconds", "half a second", "7 frames"."""
    if frames in (1, FPS // 2, FPS):
        return {1: "1 frame", FPS: "1 second"}.get(frames, "half a second")
    return f"{frames} frames" if frames < FPS else f"{_tenths(frames)} seconds"


def clock(frames: int) -> str:
    """A place in the film as a player shows it: "0:41", "1:02.5"."""
    minutes, rest = divmod(frames, 60 * FPS)
    return f"{minutes}:{'0' if rest < 10 * FPS else ''}{_tenths(rest)}"


def _tenths(frames: int) -> str:
    """Seconds with one place, never rounded up (0:59 and 23 frames is not 0:60), without a closing ".0"."""
    seconds, tenth = divmod(frames * 10 // FPS, 10)
    return f"{seconds}.{tenth}" if tenth else f"{seconds}"

"""A piece of work, described so that another process can do it."""

from dataclasses import dataclass
from typing import Any


class PaintingFailed(Exception):
    """The painting process ended without a file."""


@dataclass(frozen=True, slots=True)
class Commission:
    """One file to make: its prompt, its size (taken from a frame when None), and for a clip its length and sound."""

    out: str
    prompt: str
    given: dict[str, Any]
    tier: str
    frame: str | None
    references: list[str]
    seconds: float
    has_sound: bool

"""The ground a place is drawn on."""

import random
from dataclasses import dataclass

from sandbox.media.canvas import Canvas
from sandbox.media.palette import Color, Palette, mixed


@dataclass(frozen=True, slots=True)
class Set:
    """Where a place is being drawn: its ground line, the colors, the side the light comes from."""

    canvas: Canvas
    colors: Palette
    chance: random.Random
    horizon: float
    sun: float

    @property
    def wide(self) -> float:
        return self.canvas.aspect

    def far(self, share: float) -> Color:
        """Return the color of something dark at a distance (0 near, 1 lost in the air)."""
        return mixed(mixed(self.colors.ink, self.colors.ground, 0.45), self.colors.low, share)

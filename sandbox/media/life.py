"""Small things that move of themselves: rain, snow, dust in the light."""

import random
from collections.abc import Callable

from PIL import Image, ImageDraw

# How many, and how fast they fall in frame heights a second.
_FALLING = {"rain": (110, 1.5), "snow": (90, 0.16), "": (30, -0.02)}

Air = Callable[[tuple[int, int], float], Image.Image]


def drift(weather: str, seed: str) -> Air:
    """Return a function that draws what is in the air, as a mask of white, for a size and a moment in seconds."""
    count, speed = _FALLING[weather]
    chance = random.Random(f"air {seed}")  # noqa: S311 - repeatable, not secret
    motes = [(chance.random(), chance.random(), chance.uniform(0.5, 1.5)) for _ in range(count)]

    def draw(size: tuple[int, int], seconds: float) -> Image.Image:
        wide, high = size
        mask = Image.new("L", size, 0)
        pen = ImageDraw.Draw(mask)
        for x, y, mass in motes:
            left = (x + 0.012 * seconds * mass) % 1 * wide
            top = (y + speed * seconds * (0.7 + 0.3 * mass)) % 1 * high
            if weather == "rain":
                end = (left - 0.008 * high, top + 0.05 * high * mass)
                pen.line((left, top, *end), fill=84, width=max(1, high // 480))
            else:
                radius = high * mass * (0.0042 if weather else 0.0021)
                pen.ellipse(
                    (left - radius, top - radius, left + radius, top + radius), fill=190 if weather else 44
                )
        return mask

    return draw

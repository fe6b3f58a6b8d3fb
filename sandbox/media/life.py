"""Small things that move of themselves: rain, snow, dust in the light."""

import random
from collections.abc import Callable

from PIL import Image, ImageDraw

_FALLING = {"rain": (110, 1.5), "snow": (90, 0.16), "": (26, -0.02)}


def drift(weather: str, seed: str) -> Callable[[Image.Image, float], None]:
    """Return a function that draws what is in the air onto a picture, at a moment in seconds."""
    count, speed = _FALLING[weather]
    chance = random.Random(f"air {seed}")  # noqa: S311 - repeatable, not secret
    motes = [(chance.random(), chance.random(), chance.uniform(0.5, 1.5)) for _ in range(count)]

    def draw(picture: Image.Image, seconds: float) -> None:
        pen, unit = ImageDraw.Draw(picture, "RGBA"), picture.height
        for x, y, size in motes:
            left = (x + 0.012 * seconds * size) % 1 * picture.width
            top = (y + speed * seconds * (0.7 + 0.3 * size)) % 1 * unit
            if weather == "rain":
                pen.line((left, top, left - 0.008 * unit, top + 0.05 * unit * size), fill=(200, 214, 230, 84), width=max(1, unit // 480))
            else:
                radius = unit * size * (0.0042 if weather else 0.0021)
                pen.ellipse((left - radius, top - radius, left + radius, top + radius), fill=(255, 250, 236, 190 if weather else 74))

    return draw

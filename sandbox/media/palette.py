"""The colors of a film: by the hour of the scene, tinted by the film or by its reference pictures."""

import colorsys
import hashlib
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from PIL import Image

from .sights import sights

Color = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Palette:
    """Sky from `top` through `middle` to `low`, the `ground`, dark `ink`, `light` of sun and lamps, an `accent`."""

    top: Color
    middle: Color
    low: Color
    ground: Color
    ink: Color
    light: Color
    accent: Color
    is_dark: bool = False


def palette(hour: str, *, film: str, references: list[str]) -> Palette:
    """Return the hour's palette, shifted a little for the film, or toward the first of its reference pictures."""
    colors = restored(sights()["palettes"][hour])
    if references:
        return _toward(colors, references[0])
    chance = random.Random(f"palette {film}")  # noqa: S311 - repeatable, not secret
    turned = _turned(colors, chance.uniform(-0.035, 0.035), chance.uniform(0.88, 1.12))
    hue = chance.choice((0.02, 0.06, 0.11, 0.47, 0.53, 0.93))
    return replace(turned, accent=_hsv(hue, 0.66, 0.92))


def as_color(value: Sequence[int]) -> Color:
    red, green, blue = value
    return red, green, blue


def restored(told: dict[str, Any]) -> Palette:
    """Return a palette from its JSON form."""
    colors = {name: as_color(value) for name, value in told.items() if name != "is_dark"}
    return Palette(is_dark=bool(told["is_dark"]), **colors)


def mixed(first: Color, second: Color, share: float) -> Color:
    """Return `first` with `share` (0 to 1) of `second` in it."""
    one, two, three = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return one, two, three


def lighter(color: Color, share: float) -> Color:
    return mixed(color, (255, 250, 240), share)


def darker(color: Color, share: float) -> Color:
    return mixed(color, (10, 8, 20), share)


def of_text(text: str, *, saturation: float = 0.5, value: float = 0.7) -> Color:
    """Return a color of its own for a name."""
    return _hsv(hashlib.sha256(text.encode()).digest()[0] / 256, saturation, value)


def _toward(colors: Palette, reference: str) -> Palette:
    with Image.open(reference) as picture:
        small = picture.convert("RGB").resize((24, 24), Image.Resampling.BOX)
    pixels = [small.getpixel((x, y)) for x in range(24) for y in range(24)]
    seen = [(int(r), int(g), int(b)) for r, g, b in (pixel for pixel in pixels if isinstance(pixel, tuple))]
    mean = tuple(sum(pixel[band] for pixel in seen) // len(seen) for band in range(3))
    vivid = max(seen, key=lambda pixel: (max(pixel) - min(pixel)) * max(pixel))
    tint = (mean[0], mean[1], mean[2])
    return replace(
        colors,
        top=mixed(colors.top, tint, 0.18),
        middle=mixed(colors.middle, tint, 0.22),
        low=mixed(colors.low, tint, 0.16),
        ground=mixed(colors.ground, tint, 0.22),
        accent=mixed(vivid, colors.accent, 0.35),
    )


def _turned(colors: Palette, turn: float, strength: float) -> Palette:
    changed: dict[str, Any] = {"is_dark": colors.is_dark}
    for name, color in asdict(colors).items():
        if name != "is_dark":
            hue, saturation, value = colorsys.rgb_to_hsv(*(band / 255 for band in color))
            changed[name] = _hsv((hue + turn) % 1, min(1.0, saturation * strength), value)
    return restored(changed)


def _hsv(hue: float, saturation: float, value: float) -> Color:
    red, green, blue = colorsys.hsv_to_rgb(hue, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)

"""The colors of a film: by the hour of the scene, tinted by the film or by its reference pictures."""

import colorsys
import hashlib
import random
from dataclasses import dataclass, fields, replace

from PIL import Image

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


_HOURS = {
    "dawn": Palette((92, 112, 168), (226, 168, 172), (255, 218, 178), (104, 92, 112), (44, 40, 62), (255, 232, 196), (226, 108, 96)),
    "day": Palette((74, 146, 208), (150, 200, 226), (222, 236, 234), (126, 138, 104), (42, 54, 62), (255, 248, 224), (232, 116, 62)),
    "golden hour": Palette((92, 98, 148), (238, 150, 96), (255, 210, 132), (112, 78, 66), (48, 34, 44), (255, 222, 150), (214, 82, 58)),
    "dusk": Palette((46, 42, 92), (156, 84, 128), (246, 148, 112), (58, 46, 72), (28, 22, 44), (255, 198, 132), (238, 96, 98), True),
    "blue hour": Palette((16, 32, 72), (62, 98, 152), (150, 172, 200), (38, 50, 76), (14, 22, 42), (255, 204, 132), (244, 146, 72), True),
    "night": Palette((8, 12, 32), (24, 38, 76), (62, 84, 126), (24, 30, 50), (8, 11, 24), (255, 214, 146), (232, 148, 74), True),
    "neon": Palette((20, 10, 44), (84, 26, 108), (214, 66, 150), (34, 20, 58), (12, 8, 30), (94, 236, 232), (255, 72, 158), True),
    "overcast": Palette((112, 126, 142), (158, 168, 176), (204, 208, 206), (92, 98, 96), (42, 48, 54), (240, 238, 226), (206, 122, 62)),
    "candlelight": Palette((26, 16, 20), (66, 36, 30), (140, 78, 46), (48, 30, 26), (18, 11, 12), (255, 206, 120), (226, 110, 50), True),
}  # fmt: skip


def palette(hour: str, *, film: str, references: list[str]) -> Palette:
    """Return the hour's palette, shifted a little for the film, or toward its reference pictures where there are any."""
    colors = _HOURS[hour]
    if references:
        return _toward(colors, references[0])
    chance = random.Random(f"palette {film}")  # noqa: S311 - repeatable, not secret
    turned = _turned(colors, chance.uniform(-0.035, 0.035), chance.uniform(0.88, 1.12))
    hue = chance.choice((0.02, 0.06, 0.11, 0.47, 0.53, 0.93))
    return replace(turned, accent=_hsv(hue, 0.66, 0.92))


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
    changed = {}
    for field in fields(colors):
        color = getattr(colors, field.name)
        if isinstance(color, tuple):
            hue, saturation, value = colorsys.rgb_to_hsv(*(band / 255 for band in color))
            changed[field.name] = _hsv((hue + turn) % 1, min(1.0, saturation * strength), value)
    return replace(colors, **changed)


def _hsv(hue: float, saturation: float, value: float) -> Color:
    red, green, blue = colorsys.hsv_to_rgb(hue, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)

"""Places that people built."""

from sandbox.media import sky
from sandbox.media.palette import Color, darker, lighter, mixed

from . import parts
from .set import Set


def bus_stop(at: Set) -> None:
    parts.skyline(at, 0.5, 0.16)
    sky.ground(at.canvas, at.colors, horizon=at.horizon)
    parts.road(at)
    middle, top, foot = at.wide * 0.5, at.horizon - 0.36, at.horizon + 0.09
    half = min(0.42, at.wide * 0.36)
    _shelter(at, middle - half, middle + half, top, foot)
    sign, post = middle + half + 0.14, darker(at.colors.ink, 0.1)
    if sign < at.wide:
        plate, letters = lighter(at.colors.accent, 0.12), lighter(at.colors.low, 0.5)
        at.canvas.box(sign - 0.006, top - 0.02, sign + 0.006, foot, post)
        at.canvas.box(sign - 0.045, top - 0.06, sign + 0.045, top + 0.03, plate, radius=0.014)
        at.canvas.box(sign - 0.026, top - 0.036, sign + 0.026, top - 0.002, letters, radius=0.007)
    parts.lamp(at, middle - half - 0.14, foot, 0.44)


def _shelter(at: Set, left: float, right: float, top: float, foot: float) -> None:
    """Draw glass walls, a tin roof on three posts, and a bench."""
    middle, dark = (left + right) / 2, at.colors.ink
    post, roof = darker(dark, 0.1), mixed(at.colors.accent, dark, 0.35)
    at.canvas.box(left + 0.03, top + 0.05, right - 0.03, foot - 0.04, mixed(at.colors.middle, dark, 0.45))
    for edge, end, shade in ((left + 0.05, middle - 0.02, 0.3), (middle + 0.02, right - 0.05, 0.36)):
        at.canvas.box(edge, top + 0.08, end, foot - 0.12, mixed(at.colors.low, dark, shade))
    for x in (left, middle, right):
        at.canvas.box(x - 0.009, top, x + 0.009, foot, post)
    eaves = [(right + 0.06, top + 0.045), (left - 0.06, top + 0.045)]
    at.canvas.polygon([(left - 0.02, top - 0.02), (right + 0.06, top), *eaves], roof)
    at.canvas.box(left - 0.06, top + 0.03, right + 0.06, top + 0.05, darker(roof, 0.35))
    bench = mixed((150, 104, 70), dark, 0.2)
    at.canvas.box(left + 0.06, foot - 0.1, right - 0.06, foot - 0.075, bench, radius=0.006)
    for x in (left + 0.1, right - 0.1):
        at.canvas.box(x, foot - 0.08, x + 0.014, foot, post)


def street(at: Set) -> None:
    parts.skyline(at, 0.62, 0.12)
    sky.ground(at.canvas, at.colors, horizon=at.horizon)
    for side in (0, 1):
        parts.terrace(at, side)
    parts.road(at)
    parts.lamp(at, at.wide * 0.2, at.horizon + 0.14, 0.46)
    parts.lamp(at, at.wide * 0.7, at.horizon + 0.05, 0.26)


def city(at: Set) -> None:
    parts.skyline(at, 0.66, 0.34)
    parts.skyline(at, 0.36, 0.26)
    sky.ground(at.canvas, at.colors, horizon=at.horizon)
    parts.skyline(at, 0.12, 0.18)
    parts.road(at)
    for x in (0.12, 0.5, 0.86):
        at.canvas.glow(at.wide * x, at.horizon, 0.4, at.colors.accent if x == 0.5 else at.colors.light, 0.3)


def rooftop(at: Set) -> None:
    parts.skyline(at, 0.6, 0.2)
    parts.skyline(at, 0.34, 0.12)
    floor = at.horizon + 0.08
    at.canvas.box(0, at.horizon + 0.02, at.wide, 1, darker(at.colors.ground, 0.12))
    at.canvas.box(0, at.horizon + 0.02, at.wide, floor, mixed(at.colors.ground, at.colors.low, 0.28))
    at.canvas.box(0, at.horizon + 0.01, at.wide, at.horizon + 0.03, lighter(at.colors.ground, 0.2))
    x, dark = at.wide * 0.8, at.far(0.1)
    for leg in (-0.08, 0.0, 0.08):
        at.canvas.box(x + leg - 0.006, at.horizon - 0.12, x + leg + 0.006, floor, dark)
    at.canvas.box(x - 0.12, at.horizon - 0.32, x + 0.12, at.horizon - 0.12, dark, radius=0.02)
    at.canvas.polygon(
        [(x - 0.13, at.horizon - 0.31), (x, at.horizon - 0.4), (x + 0.13, at.horizon - 0.31)],
        darker(dark, 0.2),
    )
    at.canvas.stroke(
        [
            (at.wide * 0.04, at.horizon - 0.2),
            (at.wide * 0.4, at.horizon - 0.15),
            (at.wide * 0.66, at.horizon - 0.22),
        ],
        0.003,
        dark,
    )
    for number in range(6):
        left = at.wide * (0.08 + number * 0.08)
        cloth = (at.colors.accent, at.colors.low, at.colors.middle)[number % 3]
        at.canvas.box(
            left,
            at.horizon - 0.175,
            left + 0.07,
            at.horizon - 0.07,
            mixed(cloth, at.colors.ink, 0.12),
            radius=0.004,
        )


def bridge(at: Set) -> None:
    parts.skyline(at, 0.66, 0.14)
    parts.water(at, at.horizon)
    deck, iron = at.horizon + 0.1, at.far(0.05)
    for pier in (0.18, 0.82):
        x = at.wide * pier
        at.canvas.box(x - 0.03, at.horizon - 0.34, x + 0.03, 1, iron)
        at.canvas.stroke(
            [(0, deck), (x, at.horizon - 0.32), (at.wide / 2, deck - 0.04), (at.wide - x, at.horizon - 0.32)],
            0.006,
            iron,
        )
        parts.lamp(at, x + 0.06, deck, 0.18)
    at.canvas.box(0, deck, at.wide, 1, mixed(at.colors.ground, at.colors.ink, 0.3))
    at.canvas.box(0, deck, at.wide, deck + 0.02, lighter(at.colors.ground, 0.15))
    for number in range(30):
        at.canvas.box(at.wide * number / 30, deck - 0.07, at.wide * number / 30 + 0.004, deck, iron)
    at.canvas.box(0, deck - 0.078, at.wide, deck - 0.068, iron)


def temple(at: Set) -> None:
    sky.hills(at.canvas, at.colors, at.chance, horizon=at.horizon, steep=0.7)
    sky.ground(at.canvas, at.colors, horizon=at.horizon)
    middle, foot = at.wide / 2, at.horizon + 0.06
    stone = mixed(mixed((176, 136, 104), at.colors.ground, 0.4), at.colors.low, 0.12)
    for level in range(8):
        half, top = 0.3 - level * 0.03, foot - 0.1 - level * 0.052
        at.canvas.box(middle - half, top - 0.06, middle + half, top, darker(stone, 0.06 * (level % 2)))
        at.canvas.box(
            middle - half - 0.012, top - 0.008, middle + half + 0.012, top + 0.004, darker(stone, 0.3)
        )
        for number in range(7 - level // 2):
            x = middle - half + (number + 0.5) * 2 * half / (7 - level // 2)
            at.canvas.box(x - 0.011, top - 0.044, x + 0.011, top - 0.008, darker(stone, 0.34), radius=0.01)
    at.canvas.ellipse(middle, foot - 0.56, 0.07, 0.035, stone)
    at.canvas.box(middle - 0.008, foot - 0.64, middle + 0.008, foot - 0.56, (222, 176, 88))
    at.canvas.box(middle - 0.33, foot - 0.11, middle + 0.33, foot, darker(stone, 0.12))
    at.canvas.box(middle - 0.07, foot - 0.17, middle + 0.07, foot, darker(at.colors.ink, 0.3), radius=0.05)
    at.canvas.glow(middle, foot - 0.07, 0.2, at.colors.light, 0.7)
    for step in range(4):
        at.canvas.box(
            middle - 0.16 - step * 0.04,
            foot + step * 0.018,
            middle + 0.16 + step * 0.04,
            foot + 0.02 + step * 0.018,
            lighter(stone, 0.1 - step * 0.02),
        )
    for x in (middle - 0.44, middle + 0.44):
        at.canvas.box(x - 0.014, foot - 0.2, x + 0.014, foot + 0.03, darker(stone, 0.2))
        at.canvas.ellipse(x, foot - 0.21, 0.03, 0.014, darker(stone, 0.3))
        at.canvas.glow(x, foot - 0.24, 0.17, at.colors.light, 0.85)


def village(at: Set) -> None:
    sky.hills(at.canvas, at.colors, at.chance, horizon=at.horizon, steep=0.8)
    sky.ground(at.canvas, at.colors, horizon=at.horizon)
    for x in (0.1, 0.34, 0.7, 0.93):
        parts.hut(at, at.wide * x, at.horizon + at.chance.uniform(0.02, 0.06), at.chance.uniform(0.14, 0.19))
    parts.tree(at, at.wide * 0.54, at.horizon + 0.05, 0.42, at.far(0.12))


def market(at: Set) -> None:
    parts.skyline(at, 0.55, 0.1)
    sky.ground(at.canvas, at.colors, horizon=at.horizon)
    for number in range(4):
        left, top = at.wide * (number * 0.27 - 0.05), at.horizon - 0.24
        wide = at.wide * 0.24
        at.canvas.box(
            left, top + 0.04, left + wide, at.horizon + 0.08, mixed(at.colors.ink, at.colors.ground, 0.3)
        )
        for stripe in range(8):
            color = at.colors.accent if stripe % 2 else lighter(at.colors.low, 0.45)
            x = left + wide * stripe / 8
            at.canvas.polygon(
                [
                    (x, top),
                    (x + wide / 8, top),
                    (x + wide / 8 + 0.012, top + 0.075),
                    (x + 0.012, top + 0.075),
                ],
                mixed(color, at.colors.ink, 0.12),
            )
        at.canvas.box(
            left, at.horizon - 0.02, left + wide, at.horizon + 0.09, mixed((140, 96, 64), at.colors.ink, 0.25)
        )
        fruits: tuple[Color, ...] = ((222, 116, 54), (206, 64, 56), (228, 190, 80), (112, 152, 74))
        for piece in range(14):
            x = left + 0.02 + (wide - 0.04) * piece / 13
            at.canvas.ellipse(
                x,
                at.horizon - 0.028 - 0.012 * (piece % 2),
                0.018,
                0.018,
                mixed(fruits[(piece // 4 + number) % 4], at.colors.ink, 0.12),
            )
        at.canvas.glow(left + wide / 2, top + 0.12, 0.2, at.colors.light, 0.7)


def station(at: Set) -> None:
    parts.skyline(at, 0.62, 0.12)
    sky.ground(at.canvas, at.colors, horizon=at.horizon)
    iron = at.far(0.05)
    at.canvas.polygon([(0, 0.06), (at.wide, 0.16), (at.wide, 0.2), (0, 0.12)], iron)
    for number in range(5):
        x = at.wide * (0.08 + number * 0.22)
        at.canvas.box(x - 0.013, 0.1, x + 0.013, at.horizon + 0.06, iron)
        at.canvas.polygon([(x - 0.08, 0.13), (x, 0.24), (x + 0.08, 0.15)], iron)
        at.canvas.glow(x, 0.24, 0.24, at.colors.light, 0.6)
    edge = at.horizon + 0.08
    at.canvas.box(0, edge, at.wide, 1, mixed(at.colors.ground, at.colors.ink, 0.2))
    at.canvas.box(0, edge, at.wide, edge + 0.014, (226, 190, 88))
    x = at.wide * 0.5
    at.canvas.box(x - 0.004, 0.12, x + 0.004, 0.22, iron)
    at.canvas.ellipse(x, 0.28, 0.068, 0.068, iron)
    at.canvas.ellipse(x, 0.28, 0.056, 0.056, (244, 238, 220))
    at.canvas.stroke([(x, 0.24), (x, 0.28), (x + 0.028, 0.292)], 0.006, (40, 36, 40))

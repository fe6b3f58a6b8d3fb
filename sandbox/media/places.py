"""Places out of doors, each drawn over the sky; what stands far away is paler."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from . import sky
from .canvas import Canvas
from .palette import Color, Palette, darker, lighter, mixed
from .rooms import room
from .scene import Scene


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


def build(canvas: Canvas, scene: Scene, colors: Palette, *, horizon: float) -> float:
    """Draw the scene's place and return the x its light comes from."""
    chance = random.Random(f"{scene.film} {scene.place}")  # noqa: S311 - repeatable, not secret
    if scene.place == "room":
        return room(canvas, scene, colors, chance)
    sun = sky.paint(canvas, scene, colors, chance, horizon=horizon)
    _PLACES.get(scene.place, _street)(Set(canvas, colors, chance, horizon, sun))
    return sun


def _bus_stop(at: Set) -> None:
    _skyline(at, 0.5, 0.16)
    sky.ground(at.canvas, at.colors, horizon=at.horizon)
    _road(at)
    middle, top, foot = at.wide * 0.5, at.horizon - 0.36, at.horizon + 0.09
    left, right = middle - min(0.42, at.wide * 0.36), middle + min(0.42, at.wide * 0.36)
    post, roof = darker(at.colors.ink, 0.1), mixed(at.colors.accent, at.colors.ink, 0.35)
    at.canvas.box(left + 0.03, top + 0.05, right - 0.03, foot - 0.04, mixed(at.colors.middle, at.colors.ink, 0.45))
    at.canvas.box(left + 0.05, top + 0.08, middle - 0.02, foot - 0.12, mixed(at.colors.low, at.colors.ink, 0.3))
    at.canvas.box(middle + 0.02, top + 0.08, right - 0.05, foot - 0.12, mixed(at.colors.low, at.colors.ink, 0.36))
    for x in (left, middle, right):
        at.canvas.box(x - 0.009, top, x + 0.009, foot, post)
    at.canvas.polygon([(left - 0.06, top + 0.045), (left - 0.02, top - 0.02), (right + 0.06, top), (right + 0.06, top + 0.045)], roof)
    at.canvas.box(left - 0.06, top + 0.03, right + 0.06, top + 0.05, darker(roof, 0.35))
    at.canvas.box(left + 0.06, foot - 0.1, right - 0.06, foot - 0.075, mixed((150, 104, 70), at.colors.ink, 0.2), radius=0.006)
    for x in (left + 0.1, right - 0.1):
        at.canvas.box(x, foot - 0.08, x + 0.014, foot, post)
    sign = right + 0.14
    if sign < at.wide:
        at.canvas.box(sign - 0.006, top - 0.02, sign + 0.006, foot, post)
        at.canvas.box(sign - 0.045, top - 0.06, sign + 0.045, top + 0.03, lighter(at.colors.accent, 0.12), radius=0.014)
        at.canvas.box(sign - 0.026, top - 0.036, sign + 0.026, top - 0.002, lighter(at.colors.low, 0.5), radius=0.007)
    _lamp(at, left - 0.14, foot, 0.44)


def _street(at: Set) -> None:
    _skyline(at, 0.62, 0.12)
    sky.ground(at.canvas, at.colors, horizon=at.horizon)
    for side in (0, 1):
        _terrace(at, side)
    _road(at)
    _lamp(at, at.wide * 0.2, at.horizon + 0.14, 0.46)
    _lamp(at, at.wide * 0.7, at.horizon + 0.05, 0.26)


def _city(at: Set) -> None:
    _skyline(at, 0.66, 0.34)
    _skyline(at, 0.36, 0.26)
    sky.ground(at.canvas, at.colors, horizon=at.horizon)
    _skyline(at, 0.12, 0.18)
    _road(at)
    for x in (0.12, 0.5, 0.86):
        at.canvas.glow(at.wide * x, at.horizon, 0.4, at.colors.accent if x == 0.5 else at.colors.light, 0.3)


def _rooftop(at: Set) -> None:
    _skyline(at, 0.6, 0.2)
    _skyline(at, 0.34, 0.12)
    floor = at.horizon + 0.08
    at.canvas.box(0, at.horizon + 0.02, at.wide, 1, darker(at.colors.ground, 0.12))
    at.canvas.box(0, at.horizon + 0.02, at.wide, floor, mixed(at.colors.ground, at.colors.low, 0.28))
    at.canvas.box(0, at.horizon + 0.01, at.wide, at.horizon + 0.03, lighter(at.colors.ground, 0.2))
    x, dark = at.wide * 0.8, at.far(0.1)
    for leg in (-0.08, 0.0, 0.08):
        at.canvas.box(x + leg - 0.006, at.horizon - 0.12, x + leg + 0.006, floor, dark)
    at.canvas.box(x - 0.12, at.horizon - 0.32, x + 0.12, at.horizon - 0.12, dark, radius=0.02)
    at.canvas.polygon([(x - 0.13, at.horizon - 0.31), (x, at.horizon - 0.4), (x + 0.13, at.horizon - 0.31)], darker(dark, 0.2))
    at.canvas.stroke([(at.wide * 0.04, at.horizon - 0.2), (at.wide * 0.4, at.horizon - 0.15), (at.wide * 0.66, at.horizon - 0.22)], 0.003, dark)
    for number in range(6):
        left = at.wide * (0.08 + number * 0.08)
        cloth = (at.colors.accent, at.colors.low, at.colors.middle)[number % 3]
        at.canvas.box(left, at.horizon - 0.175, left + 0.07, at.horizon - 0.07, mixed(cloth, at.colors.ink, 0.12), radius=0.004)


def _harbour(at: Set) -> None:
    sky.hills(at.canvas, at.colors, at.chance, horizon=at.horizon, steep=0.6)
    _water(at, at.horizon)
    _tower(at, at.wide * (0.84 if at.sun < at.wide / 2 else 0.16), at.horizon + 0.01, 0.3)
    for number, x in enumerate((0.3, 0.58, 0.86)):
        _boat(at, at.wide * x, at.horizon + 0.05 + 0.03 * number, 0.14 + 0.03 * number)
    quay = at.horizon + 0.2
    at.canvas.box(0, quay, at.wide, 1, mixed(at.colors.ground, at.colors.ink, 0.15))
    at.canvas.box(0, quay, at.wide, quay + 0.02, lighter(at.colors.ground, 0.16))
    for number in range(24):
        at.canvas.box(at.wide * number / 24, quay + 0.02, at.wide * number / 24 + 0.003, 1, darker(at.colors.ground, 0.34))
    for x in (0.12, 0.64, 0.92):
        at.canvas.box(at.wide * x - 0.018, quay - 0.05, at.wide * x + 0.018, quay + 0.03, at.far(0.0), radius=0.012)


def _sea(at: Set) -> None:
    _water(at, at.horizon)
    _boat(at, at.wide * 0.66, at.horizon + 0.02, 0.1)
    sand = mixed((226, 196, 150), at.colors.ground, 0.55 if at.colors.is_dark else 0.25)
    shore = [(at.wide * i / 20, at.horizon + 0.2 + 0.012 * ((i * 7) % 3)) for i in range(21)]
    at.canvas.polygon([(0, 1), *[(x, y - 0.012) for x, y in shore], (at.wide, 1)], lighter(at.colors.low, 0.45))
    at.canvas.curve([(0, 1.1), *shore, (at.wide, 1.1)], sand)


def _river(at: Set) -> None:
    sky.hills(at.canvas, at.colors, at.chance, horizon=at.horizon)
    _trees(at, at.horizon + 0.015, 0.16, 14, 0.4)
    _water(at, at.horizon)
    bank = mixed(at.colors.ground, (86, 104, 62), 0.35)
    at.canvas.curve([(-0.2, 1.1), (-0.1, at.horizon + 0.16), (at.wide * 0.4, at.horizon + 0.22), (at.wide * 0.8, at.horizon + 0.17), (at.wide + 0.1, at.horizon + 0.19), (at.wide + 0.2, 1.1)], bank)
    for number in range(34):
        x = at.wide * at.chance.random()
        foot = at.horizon + 0.24 + 0.04 * at.chance.random()
        at.canvas.stroke([(x, foot), (x + at.chance.uniform(-0.02, 0.02), foot - at.chance.uniform(0.05, 0.13))], 0.004, darker(bank, 0.4))


def _bridge(at: Set) -> None:
    _skyline(at, 0.66, 0.14)
    _water(at, at.horizon)
    deck, iron = at.horizon + 0.1, at.far(0.05)
    for pier in (0.18, 0.82):
        x = at.wide * pier
        at.canvas.box(x - 0.03, at.horizon - 0.34, x + 0.03, 1, iron)
        at.canvas.stroke([(0, deck), (x, at.horizon - 0.32), (at.wide / 2, deck - 0.04), (at.wide - x, at.horizon - 0.32)], 0.006, iron)
        _lamp(at, x + 0.06, deck, 0.18)
    at.canvas.box(0, deck, at.wide, 1, mixed(at.colors.ground, at.colors.ink, 0.3))
    at.canvas.box(0, deck, at.wide, deck + 0.02, lighter(at.colors.ground, 0.15))
    for number in range(30):
        at.canvas.box(at.wide * number / 30, deck - 0.07, at.wide * number / 30 + 0.004, deck, iron)
    at.canvas.box(0, deck - 0.078, at.wide, deck - 0.068, iron)


def _lighthouse(at: Set) -> None:
    _water(at, at.horizon)
    x = at.wide * (0.72 if at.sun < at.wide / 2 else 0.28)
    at.canvas.curve([(x - 0.4, 1.1), (x - 0.34, at.horizon + 0.08), (x - 0.1, at.horizon - 0.03), (x + 0.16, at.horizon - 0.02), (x + 0.4, at.horizon + 0.1), (x + 0.5, 1.1)], at.far(0.08))
    _tower(at, x, at.horizon, 0.5)
    at.canvas.curve([(-0.2, 1.2), (-0.2, at.horizon + 0.22), (at.wide * 0.5, at.horizon + 0.17), (at.wide + 0.2, at.horizon + 0.24), (at.wide + 0.2, 1.2)], at.far(0.02))


def _temple(at: Set) -> None:
    sky.hills(at.canvas, at.colors, at.chance, horizon=at.horizon, steep=0.7)
    sky.ground(at.canvas, at.colors, horizon=at.horizon)
    middle, foot = at.wide / 2, at.horizon + 0.06
    stone = mixed(mixed((176, 136, 104), at.colors.ground, 0.4), at.colors.low, 0.12)
    for level in range(8):
        half, top = 0.3 - level * 0.03, foot - 0.1 - level * 0.052
        at.canvas.box(middle - half, top - 0.06, middle + half, top, darker(stone, 0.06 * (level % 2)))
        at.canvas.box(middle - half - 0.012, top - 0.008, middle + half + 0.012, top + 0.004, darker(stone, 0.3))
        for number in range(7 - level // 2):
            x = middle - half + (number + 0.5) * 2 * half / (7 - level // 2)
            at.canvas.box(x - 0.011, top - 0.044, x + 0.011, top - 0.008, darker(stone, 0.34), radius=0.01)
    at.canvas.ellipse(middle, foot - 0.56, 0.07, 0.035, stone)
    at.canvas.box(middle - 0.008, foot - 0.64, middle + 0.008, foot - 0.56, (222, 176, 88))
    at.canvas.box(middle - 0.33, foot - 0.11, middle + 0.33, foot, darker(stone, 0.12))
    at.canvas.box(middle - 0.07, foot - 0.17, middle + 0.07, foot, darker(at.colors.ink, 0.3), radius=0.05)
    at.canvas.glow(middle, foot - 0.07, 0.2, at.colors.light, 0.7)
    for step in range(4):
        at.canvas.box(middle - 0.16 - step * 0.04, foot + step * 0.018, middle + 0.16 + step * 0.04, foot + 0.02 + step * 0.018, lighter(stone, 0.1 - step * 0.02))
    for x in (middle - 0.44, middle + 0.44):
        at.canvas.box(x - 0.014, foot - 0.2, x + 0.014, foot + 0.03, darker(stone, 0.2))
        at.canvas.ellipse(x, foot - 0.21, 0.03, 0.014, darker(stone, 0.3))
        at.canvas.glow(x, foot - 0.24, 0.17, at.colors.light, 0.85)


def _forest(at: Set) -> None:
    for layer in range(3):
        shade = at.far(0.62 - layer * 0.24)
        foot = at.horizon + 0.02 + layer * 0.05
        if layer == 0:
            sky.ground(at.canvas, at.colors, horizon=at.horizon)
        for _ in range(12 - layer * 2):
            x, thick = at.wide * at.chance.uniform(-0.05, 1.05), 0.012 + layer * 0.014
            if layer == 2 and abs(x - at.wide / 2) < at.wide * 0.2:
                continue
            at.canvas.polygon([(x - thick, foot + 0.03), (x - thick * 0.6, -0.05), (x + thick * 0.6, -0.05), (x + thick, foot + 0.03)], shade)
            for _ in range(3):
                y = at.chance.uniform(-0.05, 0.2)
                at.canvas.ellipse(x + at.chance.uniform(-0.12, 0.12), y, 0.12, 0.07, mixed(shade, (58, 104, 66), 0.32))
    for _ in range(5):
        x = at.wide * at.chance.random()
        at.canvas.glow(x, at.horizon - 0.1, 0.3, at.colors.light, 0.22)
    moss = mixed(at.colors.ground, (64, 96, 58), 0.45)
    at.canvas.curve([(-0.2, 1.2), (-0.1, at.horizon + 0.14), (at.wide * 0.3, at.horizon + 0.11), (at.wide * 0.7, at.horizon + 0.13), (at.wide + 0.1, at.horizon + 0.1), (at.wide + 0.2, 1.2)], moss)


def _mountain(at: Set) -> None:
    sky.hills(at.canvas, at.colors, at.chance, horizon=at.horizon, steep=1.4)
    for peak, height in ((0.25, 0.42), (0.7, 0.52), (0.5, 0.3)):
        x, top, half = at.wide * peak, at.horizon - height, height * 0.9
        rock = mixed(at.far(0.3), at.colors.low, 0.2)
        at.canvas.polygon([(x - half, at.horizon + 0.04), (x, top), (x + half, at.horizon + 0.04)], rock)
        at.canvas.polygon([(x, top), (x + half, at.horizon + 0.04), (x + half * 0.2, at.horizon + 0.04)], darker(rock, 0.24))
        at.canvas.polygon([(x, top), (x - half * 0.3, top + height * 0.3), (x - half * 0.1, top + height * 0.24), (x + half * 0.06, top + height * 0.32), (x + half * 0.28, top + height * 0.29)], lighter(at.colors.low, 0.62))
    sky.ground(at.canvas, at.colors, horizon=at.horizon)
    line = [(at.wide * i / 12, at.horizon - 0.16 + 0.03 * (1 - abs(i - 6) / 6)) for i in range(13)]
    at.canvas.stroke(line, 0.002, at.far(0.1))
    flags: tuple[Color, ...] = ((72, 118, 186), (236, 232, 222), (196, 64, 58), (92, 148, 96), (228, 186, 78))
    for number, (x, y) in enumerate(line):
        at.canvas.box(x, y, x + 0.045, y + 0.045, mixed(flags[number % 5], at.colors.ink, 0.2 if at.colors.is_dark else 0.0))


def _desert(at: Set) -> None:
    sand = mixed((224, 168, 104), at.colors.ground, 0.6 if at.colors.is_dark else 0.25)
    for layer in range(4):
        base = at.horizon + layer * 0.07
        crest = at.wide * (0.2 + 0.3 * ((layer * 2) % 3))
        color = mixed(sand, at.colors.low, 0.34 - layer * 0.1)
        at.canvas.curve([(-0.3, 1.2), (-0.2, base + 0.05), (crest - 0.3, base + 0.02), (crest, base - 0.09 + layer * 0.01), (crest + 0.4, base + 0.03), (at.wide + 0.2, base), (at.wide + 0.3, 1.2)], color)
        at.canvas.curve([(crest, base - 0.085 + layer * 0.01), (crest + 0.4, base + 0.035), (crest + 0.36, base + 0.1), (crest + 0.1, base + 0.07)], darker(color, 0.16))


def _village(at: Set) -> None:
    sky.hills(at.canvas, at.colors, at.chance, horizon=at.horizon, steep=0.8)
    sky.ground(at.canvas, at.colors, horizon=at.horizon)
    for x in (0.1, 0.34, 0.7, 0.93):
        _hut(at, at.wide * x, at.horizon + at.chance.uniform(0.02, 0.06), at.chance.uniform(0.14, 0.19))
    _tree(at, at.wide * 0.54, at.horizon + 0.05, 0.42, at.far(0.12))


def _market(at: Set) -> None:
    _skyline(at, 0.55, 0.1)
    sky.ground(at.canvas, at.colors, horizon=at.horizon)
    for number in range(4):
        left, top = at.wide * (number * 0.27 - 0.05), at.horizon - 0.24
        wide = at.wide * 0.24
        at.canvas.box(left, top + 0.04, left + wide, at.horizon + 0.08, mixed(at.colors.ink, at.colors.ground, 0.3))
        for stripe in range(8):
            color = at.colors.accent if stripe % 2 else lighter(at.colors.low, 0.45)
            x = left + wide * stripe / 8
            at.canvas.polygon([(x, top), (x + wide / 8, top), (x + wide / 8 + 0.012, top + 0.075), (x + 0.012, top + 0.075)], mixed(color, at.colors.ink, 0.12))
        at.canvas.box(left, at.horizon - 0.02, left + wide, at.horizon + 0.09, mixed((140, 96, 64), at.colors.ink, 0.25))
        fruits: tuple[Color, ...] = ((222, 116, 54), (206, 64, 56), (228, 190, 80), (112, 152, 74))
        for piece in range(14):
            x = left + 0.02 + (wide - 0.04) * piece / 13
            at.canvas.ellipse(x, at.horizon - 0.028 - 0.012 * (piece % 2), 0.018, 0.018, mixed(fruits[(piece // 4 + number) % 4], at.colors.ink, 0.12))
        at.canvas.glow(left + wide / 2, top + 0.12, 0.2, at.colors.light, 0.7)


def _station(at: Set) -> None:
    _skyline(at, 0.62, 0.12)
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


def _field(at: Set) -> None:
    sky.hills(at.canvas, at.colors, at.chance, horizon=at.horizon, steep=0.7)
    grass = mixed(at.colors.ground, (126, 142, 74), 0.4)
    at.canvas.box(0, at.horizon + 0.02, at.wide, 1, grass)
    _tree(at, at.wide * (0.24 if at.sun > at.wide / 2 else 0.76), at.horizon + 0.05, 0.36, at.far(0.15))
    for row in range(9):
        y = at.horizon + 0.05 + row * row * 0.0075
        color = mixed(lighter(grass, 0.2), darker(grass, 0.3), row / 9)
        for blade in range(60):
            x = at.wide * (blade + at.chance.random()) / 60
            at.canvas.stroke([(x, y + 0.04), (x + at.chance.uniform(-0.012, 0.02), y - 0.01 - row * 0.006)], 0.0025 + row * 0.0003, color)


def _space(at: Set) -> None:
    at.canvas.box(0, at.horizon, at.wide, 1, at.colors.ground)
    sky.ground(at.canvas, at.colors, horizon=at.horizon)
    for _ in range(16):
        share = at.chance.random()
        x, y, size = at.wide * at.chance.random(), at.horizon + 0.03 + 0.4 * share, 0.02 + 0.07 * share
        at.canvas.ellipse(x, y, size, size * 0.3, darker(at.colors.ground, 0.3))
        at.canvas.ellipse(x, y + size * 0.06, size * 0.9, size * 0.24, mixed(at.colors.ground, at.colors.low, 0.14))


def _skyline(at: Set, haze: float, height: float) -> None:
    x = -0.05
    while x < at.wide:
        wide, tall = at.chance.uniform(0.06, 0.14), height * at.chance.uniform(0.4, 1.0)
        color = at.far(haze)
        at.canvas.box(x, at.horizon - tall, x + wide, at.horizon + 0.05, color)
        for row in range(int(tall / 0.032)):
            for column in range(int(wide / 0.022)):
                if at.chance.random() < (0.4 if at.colors.is_dark else 0.12):
                    left, top = x + 0.009 + column * 0.022, at.horizon - tall + 0.014 + row * 0.032
                    at.canvas.box(left, top, left + 0.009, top + 0.014, mixed(color, at.colors.light, 0.75 if at.colors.is_dark else 0.3))
        x += wide + at.chance.uniform(0.0, 0.02)


def _terrace(at: Set, side: int) -> None:
    """Draw one side of a street of houses, running toward the middle of the horizon."""
    def across(share: float) -> float:
        return at.wide * (0.44 * share if side == 0 else 1 - 0.44 * share)

    for house in range(4):
        near, far = house / 4, (house + 1) / 4
        top = [0.1 + 0.9 * (at.horizon - 0.16) * share for share in (near, far)]
        foot = [at.horizon + 0.34 * (1 - share) for share in (near, far)]
        base: Color = ((172, 108, 86), (196, 152, 104), (126, 118, 128), (150, 132, 110))[(house + side) % 4]
        wall = mixed(mixed(base, at.colors.ground, 0.45), at.colors.low, 0.1 + 0.1 * house)
        at.canvas.polygon([(across(near), top[0]), (across(far), top[1]), (across(far), foot[1]), (across(near), foot[0])], wall)
        at.canvas.polygon([(across(near), top[0]), (across(far), top[1]), (across(far), top[1] + 0.014), (across(near), top[0] + 0.02)], darker(wall, 0.4))
        for row in range(2):
            for column in range(2):
                share = near + (far - near) * (0.25 + 0.45 * column)
                level = 0.18 + 0.3 * row
                here = [top[0] + (top[1] - top[0]) * (share - near) * 4, foot[0] + (foot[1] - foot[0]) * (share - near) * 4]
                y, tall = here[0] + (here[1] - here[0]) * level, (here[1] - here[0]) * 0.15
                half = 0.03 * (1 - share * 0.7)
                lit = at.chance.random() < (0.7 if at.colors.is_dark else 0.2)
                at.canvas.box(across(share) - half, y, across(share) + half, y + tall, at.colors.light if lit else darker(wall, 0.45), radius=0.004)
                at.canvas.box(across(share) - 0.0025, y, across(share) + 0.0025, y + tall, darker(wall, 0.4))


def _road(at: Set) -> None:
    top = at.horizon + 0.13
    at.canvas.polygon([(0, top), (at.wide, top), (at.wide, 1), (0, 1)], mixed(at.colors.ink, at.colors.ground, 0.4))
    at.canvas.box(0, top - 0.012, at.wide, top + 0.004, mixed(at.colors.ground, at.colors.low, 0.4))
    for number in range(9):
        x = at.wide * (number + 0.2) / 9
        at.canvas.polygon([(x, top + 0.17), (x + 0.085, top + 0.17), (x + 0.08, top + 0.182), (x - 0.006, top + 0.182)], mixed(at.colors.low, at.colors.ground, 0.45))
    if at.colors.is_dark:
        at.canvas.glow(at.wide * 0.5, top + 0.04, 0.5, at.colors.light, 0.16)


def _lamp(at: Set, x: float, foot: float, tall: float) -> None:
    dark = darker(at.colors.ink, 0.1)
    at.canvas.box(x - 0.006, foot - tall, x + 0.006, foot, dark)
    at.canvas.stroke([(x, foot - tall), (x + 0.03, foot - tall - 0.018), (x + 0.06, foot - tall - 0.01)], 0.009, dark)
    at.canvas.box(x + 0.042, foot - tall - 0.014, x + 0.08, foot - tall + 0.008, dark, radius=0.006)
    if at.colors.is_dark:
        at.canvas.ellipse(x + 0.061, foot - tall + 0.008, 0.016, 0.008, lighter(at.colors.light, 0.5))
        at.canvas.glow(x + 0.061, foot - tall + 0.01, 0.34, at.colors.light, 0.85)
        at.canvas.glow(x + 0.061, foot, 0.26, at.colors.light, 0.3)


def _water(at: Set, top: float) -> None:
    for step in range(50):
        share = step / 49
        color = mixed(mixed(at.colors.low, at.colors.middle, 0.5), darker(mixed(at.colors.top, at.colors.ground, 0.35), 0.18), share**0.7)
        at.canvas.box(0, top + (1 - top) * share, at.wide, 1, color)
    for row in range(46):
        share = row / 45
        y, spread = top + 0.004 + (1 - top) * share**1.6, 0.025 + 0.16 * share
        for _ in range(3):
            x, length = at.sun + at.chance.gauss(0, spread), 0.014 + 0.06 * share * at.chance.random()
            at.canvas.box(x - length, y, x + length, y + 0.0018 + 0.003 * share, lighter(at.colors.light, 0.2), radius=0.002)
        x = at.wide * at.chance.random()
        at.canvas.box(x, y, x + 0.05 + 0.1 * share, y + 0.002, mixed(at.colors.low, at.colors.top, 0.4), radius=0.001)


def _boat(at: Set, x: float, y: float, wide: float) -> None:
    hull = mixed(at.colors.accent, at.colors.ink, 0.3)
    at.canvas.stroke([(x, y - 0.02), (x, y - wide * 1.1)], 0.006, at.far(0.05))
    at.canvas.polygon([(x + 0.008, y - wide * 1.05), (x + 0.008, y - wide * 0.25), (x + wide * 0.55, y - wide * 0.25)], lighter(at.colors.low, 0.4))
    at.canvas.curve([(x - wide * 0.62, y - wide * 0.2), (x, y - wide * 0.13), (x + wide * 0.66, y - wide * 0.24), (x + wide * 0.5, y + wide * 0.06), (x - wide * 0.48, y + wide * 0.06)], hull)
    at.canvas.stroke([(x - wide * 0.58, y - wide * 0.16), (x + wide * 0.6, y - wide * 0.18)], 0.006, lighter(hull, 0.5))


def _tower(at: Set, x: float, foot: float, tall: float) -> None:
    for band in range(5):
        top, low = foot - tall * (band + 1) / 5, foot - tall * band / 5
        half, half_low = 0.16 * tall * (1 - 0.09 * (band + 1)), 0.16 * tall * (1 - 0.09 * band)
        color = mixed((206, 72, 62) if band % 2 else (240, 234, 224), at.colors.ground, 0.4 if at.colors.is_dark else 0.15)
        at.canvas.polygon([(x - half, top), (x + half, top), (x + half_low, low), (x - half_low, low)], color)
    at.canvas.box(x - 0.06 * tall, foot - tall * 1.15, x + 0.06 * tall, foot - tall, darker(at.colors.ink, 0.1))
    at.canvas.box(x - 0.04 * tall, foot - tall * 1.12, x + 0.04 * tall, foot - tall * 1.03, lighter(at.colors.light, 0.4))
    at.canvas.polygon([(x - 0.08 * tall, foot - tall * 1.14), (x, foot - tall * 1.26), (x + 0.08 * tall, foot - tall * 1.14)], (150, 56, 52))
    at.canvas.glow(x, foot - tall * 1.08, 0.45, at.colors.light, 0.8)


def _hut(at: Set, x: float, foot: float, wide: float) -> None:
    wall = mixed(mixed((190, 134, 96), at.colors.ground, 0.4), at.colors.low, 0.1)
    at.canvas.box(x - wide, foot - wide * 0.8, x + wide, foot, wall)
    at.canvas.polygon([(x - wide * 1.25, foot - wide * 0.74), (x - wide * 0.5, foot - wide * 1.4), (x + wide * 0.5, foot - wide * 1.4), (x + wide * 1.25, foot - wide * 0.74)], mixed((120, 84, 58), at.colors.ink, 0.25))
    at.canvas.box(x - wide * 0.16, foot - wide * 0.52, x + wide * 0.2, foot, darker(wall, 0.5))
    at.canvas.box(x + wide * 0.42, foot - wide * 0.55, x + wide * 0.72, foot - wide * 0.28, at.colors.light if at.colors.is_dark else darker(wall, 0.4))
    if at.colors.is_dark:
        at.canvas.glow(x + wide * 0.56, foot - wide * 0.4, wide, at.colors.light, 0.5)


def _trees(at: Set, foot: float, tall: float, count: int, haze: float) -> None:
    for number in range(count):
        _tree(at, at.wide * (number + at.chance.random()) / count, foot, tall * at.chance.uniform(0.6, 1.1), at.far(haze))


def _tree(at: Set, x: float, foot: float, tall: float, color: Color) -> None:
    trunk, leaf = mixed(color, (88, 60, 44), 0.4), mixed(color, (70, 112, 66), 0.45)
    at.canvas.polygon([(x - tall * 0.05, foot), (x - tall * 0.025, foot - tall * 0.6), (x + tall * 0.025, foot - tall * 0.6), (x + tall * 0.06, foot)], trunk)
    for number in range(11):
        turn = at.chance.uniform(-0.34, 0.34)
        lift = at.chance.uniform(0.5, 0.98)
        shade = mixed(darker(leaf, 0.2), lighter(leaf, 0.22), number / 10)
        at.canvas.ellipse(x + turn * tall, foot - lift * tall, tall * 0.19, tall * 0.14, shade)


_PLACES: dict[str, Callable[[Set], None]] = {
    "bus stop": _bus_stop, "street": _street, "city": _city, "rooftop": _rooftop, "harbour": _harbour, "sea": _sea,
    "river": _river, "bridge": _bridge, "lighthouse": _lighthouse, "temple": _temple, "forest": _forest,
    "mountain": _mountain, "desert": _desert, "village": _village, "market": _market, "station": _station,
    "field": _field, "space": _space,
}  # fmt: skip

"""What several places have in common: skylines, roads, lamps, water, boats, trees."""

from dataclasses import dataclass

from sandbox.media.palette import Color, darker, lighter, mixed

from .set import Set

_WALLS: tuple[Color, ...] = ((172, 108, 86), (196, 152, 104), (126, 118, 128), (150, 132, 110))


def skyline(at: Set, haze: float, height: float) -> None:
    x = -0.05
    while x < at.wide:
        wide, tall = at.chance.uniform(0.06, 0.14), height * at.chance.uniform(0.4, 1.0)
        color = at.far(haze)
        at.canvas.box(x, at.horizon - tall, x + wide, at.horizon + 0.05, color)
        for row in range(int(tall / 0.032)):
            for column in range(int(wide / 0.022)):
                if at.chance.random() < (0.4 if at.colors.is_dark else 0.12):
                    left, top = x + 0.009 + column * 0.022, at.horizon - tall + 0.014 + row * 0.032
                    at.canvas.box(
                        left,
                        top,
                        left + 0.009,
                        top + 0.014,
                        mixed(color, at.colors.light, 0.75 if at.colors.is_dark else 0.3),
                    )
        x += wide + at.chance.uniform(0.0, 0.02)


def road(at: Set) -> None:
    top = at.horizon + 0.13
    at.canvas.polygon(
        [(0, top), (at.wide, top), (at.wide, 1), (0, 1)], mixed(at.colors.ink, at.colors.ground, 0.4)
    )
    at.canvas.box(0, top - 0.012, at.wide, top + 0.004, mixed(at.colors.ground, at.colors.low, 0.4))
    for number in range(9):
        x = at.wide * (number + 0.2) / 9
        at.canvas.polygon(
            [(x, top + 0.17), (x + 0.085, top + 0.17), (x + 0.08, top + 0.182), (x - 0.006, top + 0.182)],
            mixed(at.colors.low, at.colors.ground, 0.45),
        )
    if at.colors.is_dark:
        at.canvas.glow(at.wide * 0.5, top + 0.04, 0.5, at.colors.light, 0.16)


def lamp(at: Set, x: float, foot: float, tall: float) -> None:
    dark = darker(at.colors.ink, 0.1)
    at.canvas.box(x - 0.006, foot - tall, x + 0.006, foot, dark)
    at.canvas.stroke(
        [(x, foot - tall), (x + 0.03, foot - tall - 0.018), (x + 0.06, foot - tall - 0.01)], 0.009, dark
    )
    at.canvas.box(x + 0.042, foot - tall - 0.014, x + 0.08, foot - tall + 0.008, dark, radius=0.006)
    if at.colors.is_dark:
        at.canvas.ellipse(x + 0.061, foot - tall + 0.008, 0.016, 0.008, lighter(at.colors.light, 0.5))
        at.canvas.glow(x + 0.061, foot - tall + 0.01, 0.34, at.colors.light, 0.85)
        at.canvas.glow(x + 0.061, foot, 0.26, at.colors.light, 0.3)


def water(at: Set, top: float) -> None:
    for step in range(50):
        share = step / 49
        color = mixed(
            mixed(at.colors.low, at.colors.middle, 0.5),
            darker(mixed(at.colors.top, at.colors.ground, 0.35), 0.18),
            share**0.7,
        )
        at.canvas.box(0, top + (1 - top) * share, at.wide, 1, color)
    for row in range(46):
        share = row / 45
        y, spread = top + 0.004 + (1 - top) * share**1.6, 0.025 + 0.16 * share
        for _ in range(3):
            x, length = at.sun + at.chance.gauss(0, spread), 0.014 + 0.06 * share * at.chance.random()
            at.canvas.box(
                x - length,
                y,
                x + length,
                y + 0.0018 + 0.003 * share,
                lighter(at.colors.light, 0.2),
                radius=0.002,
            )
        x = at.wide * at.chance.random()
        at.canvas.box(
            x, y, x + 0.05 + 0.1 * share, y + 0.002, mixed(at.colors.low, at.colors.top, 0.4), radius=0.001
        )


def boat(at: Set, x: float, y: float, wide: float) -> None:
    hull = mixed(at.colors.accent, at.colors.ink, 0.3)
    at.canvas.stroke([(x, y - 0.02), (x, y - wide * 1.1)], 0.006, at.far(0.05))
    at.canvas.polygon(
        [(x + 0.008, y - wide * 1.05), (x + 0.008, y - wide * 0.25), (x + wide * 0.55, y - wide * 0.25)],
        lighter(at.colors.low, 0.4),
    )
    at.canvas.curve(
        [
            (x - wide * 0.62, y - wide * 0.2),
            (x, y - wide * 0.13),
            (x + wide * 0.66, y - wide * 0.24),
            (x + wide * 0.5, y + wide * 0.06),
            (x - wide * 0.48, y + wide * 0.06),
        ],
        hull,
    )
    at.canvas.stroke(
        [(x - wide * 0.58, y - wide * 0.16), (x + wide * 0.6, y - wide * 0.18)], 0.006, lighter(hull, 0.5)
    )


def tower(at: Set, x: float, foot: float, tall: float) -> None:
    for band in range(5):
        top, low = foot - tall * (band + 1) / 5, foot - tall * band / 5
        half, half_low = 0.16 * tall * (1 - 0.09 * (band + 1)), 0.16 * tall * (1 - 0.09 * band)
        color = mixed(
            (206, 72, 62) if band % 2 else (240, 234, 224),
            at.colors.ground,
            0.4 if at.colors.is_dark else 0.15,
        )
        at.canvas.polygon([(x - half, top), (x + half, top), (x + half_low, low), (x - half_low, low)], color)
    at.canvas.box(
        x - 0.06 * tall, foot - tall * 1.15, x + 0.06 * tall, foot - tall, darker(at.colors.ink, 0.1)
    )
    at.canvas.box(
        x - 0.04 * tall,
        foot - tall * 1.12,
        x + 0.04 * tall,
        foot - tall * 1.03,
        lighter(at.colors.light, 0.4),
    )
    at.canvas.polygon(
        [
            (x - 0.08 * tall, foot - tall * 1.14),
            (x, foot - tall * 1.26),
            (x + 0.08 * tall, foot - tall * 1.14),
        ],
        (150, 56, 52),
    )
    at.canvas.glow(x, foot - tall * 1.08, 0.45, at.colors.light, 0.8)


def hut(at: Set, x: float, foot: float, wide: float) -> None:
    wall = mixed(mixed((190, 134, 96), at.colors.ground, 0.4), at.colors.low, 0.1)
    at.canvas.box(x - wide, foot - wide * 0.8, x + wide, foot, wall)
    at.canvas.polygon(
        [
            (x - wide * 1.25, foot - wide * 0.74),
            (x - wide * 0.5, foot - wide * 1.4),
            (x + wide * 0.5, foot - wide * 1.4),
            (x + wide * 1.25, foot - wide * 0.74),
        ],
        mixed((120, 84, 58), at.colors.ink, 0.25),
    )
    at.canvas.box(x - wide * 0.16, foot - wide * 0.52, x + wide * 0.2, foot, darker(wall, 0.5))
    at.canvas.box(
        x + wide * 0.42,
        foot - wide * 0.55,
        x + wide * 0.72,
        foot - wide * 0.28,
        at.colors.light if at.colors.is_dark else darker(wall, 0.4),
    )
    if at.colors.is_dark:
        at.canvas.glow(x + wide * 0.56, foot - wide * 0.4, wide, at.colors.light, 0.5)


def trees(at: Set, foot: float, tall: float, count: int, haze: float) -> None:
    for number in range(count):
        tree(
            at,
            at.wide * (number + at.chance.random()) / count,
            foot,
            tall * at.chance.uniform(0.6, 1.1),
            at.far(haze),
        )


def tree(at: Set, x: float, foot: float, tall: float, color: Color) -> None:
    trunk, leaf = mixed(color, (88, 60, 44), 0.4), mixed(color, (70, 112, 66), 0.45)
    at.canvas.polygon(
        [
            (x - tall * 0.05, foot),
            (x - tall * 0.025, foot - tall * 0.6),
            (x + tall * 0.025, foot - tall * 0.6),
            (x + tall * 0.06, foot),
        ],
        trunk,
    )
    for number in range(11):
        turn = at.chance.uniform(-0.34, 0.34)
        lift = at.chance.uniform(0.5, 0.98)
        shade = mixed(darker(leaf, 0.2), lighter(leaf, 0.22), number / 10)
        at.canvas.ellipse(x + turn * tall, foot - lift * tall, tall * 0.19, tall * 0.14, shade)


@dataclass(frozen=True, slots=True)
class _House:
    """One house of a street's side; `near` and `far` are how far along it reaches (0 to 1)."""

    at: Set
    side: int
    near: float
    far: float
    wall: Color

    def x(self, along: float) -> float:
        return self.at.wide * (0.44 * along if self.side == 0 else 1 - 0.44 * along)

    def top(self, along: float) -> float:
        return 0.1 + 0.9 * (self.at.horizon - 0.16) * along

    def foot(self, along: float) -> float:
        return self.at.horizon + 0.34 * (1 - along)


def terrace(at: Set, side: int) -> None:
    """Draw one side of a street of houses, running toward the middle of the horizon."""
    for number in range(4):
        base = _WALLS[(number + side) % 4]
        wall = mixed(mixed(base, at.colors.ground, 0.45), at.colors.low, 0.1 + 0.1 * number)
        house = _House(at, side, number / 4, (number + 1) / 4, wall)
        near, far = house.near, house.far
        upper = [(house.x(near), house.top(near)), (house.x(far), house.top(far))]
        at.canvas.polygon([*upper, (house.x(far), house.foot(far)), (house.x(near), house.foot(near))], wall)
        eaves = [(house.x(far), house.top(far) + 0.014), (house.x(near), house.top(near) + 0.02)]
        at.canvas.polygon([*upper, *eaves], darker(wall, 0.4))
        for row in range(2):
            for column in range(2):
                _window(house, near + (far - near) * (0.25 + 0.45 * column), 0.18 + 0.3 * row)


def _window(house: _House, along: float, level: float) -> None:
    canvas, colors, x = house.at.canvas, house.at.colors, house.x(along)
    storey = house.foot(along) - house.top(along)
    top, tall, half = house.top(along) + storey * level, storey * 0.15, 0.03 * (1 - along * 0.7)
    is_lit = house.at.chance.random() < (0.7 if colors.is_dark else 0.2)
    pane = colors.light if is_lit else darker(house.wall, 0.45)
    canvas.box(x - half, top, x + half, top + tall, pane, radius=0.004)
    canvas.box(x - 0.0025, top, x + 0.0025, top + tall, darker(house.wall, 0.4))

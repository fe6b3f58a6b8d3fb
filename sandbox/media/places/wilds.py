"""Open country: water, woods, hills and the moon."""

from sandbox.media import sky
from sandbox.media.palette import Color, darker, lighter, mixed

from . import parts
from .set import Set


def harbour(at: Set) -> None:
    sky.hills(at.canvas, at.colors, at.chance, horizon=at.horizon, steep=0.6)
    parts.water(at, at.horizon)
    parts.tower(at, at.wide * (0.84 if at.sun < at.wide / 2 else 0.16), at.horizon + 0.01, 0.3)
    for number, x in enumerate((0.3, 0.58, 0.86)):
        parts.boat(at, at.wide * x, at.horizon + 0.05 + 0.03 * number, 0.14 + 0.03 * number)
    quay = at.horizon + 0.2
    at.canvas.box(0, quay, at.wide, 1, mixed(at.colors.ground, at.colors.ink, 0.15))
    at.canvas.box(0, quay, at.wide, quay + 0.02, lighter(at.colors.ground, 0.16))
    for number in range(24):
        at.canvas.box(
            at.wide * number / 24,
            quay + 0.02,
            at.wide * number / 24 + 0.003,
            1,
            darker(at.colors.ground, 0.34),
        )
    for x in (0.12, 0.64, 0.92):
        at.canvas.box(
            at.wide * x - 0.018, quay - 0.05, at.wide * x + 0.018, quay + 0.03, at.far(0.0), radius=0.012
        )


def sea(at: Set) -> None:
    parts.water(at, at.horizon)
    parts.boat(at, at.wide * 0.66, at.horizon + 0.02, 0.1)
    sand = mixed((226, 196, 150), at.colors.ground, 0.55 if at.colors.is_dark else 0.25)
    shore = [(at.wide * i / 20, at.horizon + 0.2 + 0.012 * ((i * 7) % 3)) for i in range(21)]
    at.canvas.polygon(
        [(0, 1), *[(x, y - 0.012) for x, y in shore], (at.wide, 1)], lighter(at.colors.low, 0.45)
    )
    at.canvas.curve([(0, 1.1), *shore, (at.wide, 1.1)], sand)


def river(at: Set) -> None:
    sky.hills(at.canvas, at.colors, at.chance, horizon=at.horizon)
    parts.trees(at, at.horizon + 0.015, 0.16, 14, 0.4)
    parts.water(at, at.horizon)
    bank = mixed(at.colors.ground, (86, 104, 62), 0.35)
    at.canvas.curve(
        [
            (-0.2, 1.1),
            (-0.1, at.horizon + 0.16),
            (at.wide * 0.4, at.horizon + 0.22),
            (at.wide * 0.8, at.horizon + 0.17),
            (at.wide + 0.1, at.horizon + 0.19),
            (at.wide + 0.2, 1.1),
        ],
        bank,
    )
    for _ in range(34):
        x = at.wide * at.chance.random()
        foot = at.horizon + 0.24 + 0.04 * at.chance.random()
        at.canvas.stroke(
            [(x, foot), (x + at.chance.uniform(-0.02, 0.02), foot - at.chance.uniform(0.05, 0.13))],
            0.004,
            darker(bank, 0.4),
        )


def lighthouse(at: Set) -> None:
    parts.water(at, at.horizon)
    x = at.wide * (0.72 if at.sun < at.wide / 2 else 0.28)
    at.canvas.curve(
        [
            (x - 0.4, 1.1),
            (x - 0.34, at.horizon + 0.08),
            (x - 0.1, at.horizon - 0.03),
            (x + 0.16, at.horizon - 0.02),
            (x + 0.4, at.horizon + 0.1),
            (x + 0.5, 1.1),
        ],
        at.far(0.08),
    )
    parts.tower(at, x, at.horizon, 0.5)
    at.canvas.curve(
        [
            (-0.2, 1.2),
            (-0.2, at.horizon + 0.22),
            (at.wide * 0.5, at.horizon + 0.17),
            (at.wide + 0.2, at.horizon + 0.24),
            (at.wide + 0.2, 1.2),
        ],
        at.far(0.02),
    )


def forest(at: Set) -> None:
    for layer in range(3):
        shade = at.far(0.62 - layer * 0.24)
        foot = at.horizon + 0.02 + layer * 0.05
        if layer == 0:
            sky.ground(at.canvas, at.colors, horizon=at.horizon)
        for _ in range(12 - layer * 2):
            x, thick = at.wide * at.chance.uniform(-0.05, 1.05), 0.012 + layer * 0.014
            if layer == 2 and abs(x - at.wide / 2) < at.wide * 0.2:
                continue
            at.canvas.polygon(
                [
                    (x - thick, foot + 0.03),
                    (x - thick * 0.6, -0.05),
                    (x + thick * 0.6, -0.05),
                    (x + thick, foot + 0.03),
                ],
                shade,
            )
            for _ in range(3):
                y = at.chance.uniform(-0.05, 0.2)
                at.canvas.ellipse(
                    x + at.chance.uniform(-0.12, 0.12), y, 0.12, 0.07, mixed(shade, (58, 104, 66), 0.32)
                )
    for _ in range(5):
        x = at.wide * at.chance.random()
        at.canvas.glow(x, at.horizon - 0.1, 0.3, at.colors.light, 0.22)
    moss = mixed(at.colors.ground, (64, 96, 58), 0.45)
    at.canvas.curve(
        [
            (-0.2, 1.2),
            (-0.1, at.horizon + 0.14),
            (at.wide * 0.3, at.horizon + 0.11),
            (at.wide * 0.7, at.horizon + 0.13),
            (at.wide + 0.1, at.horizon + 0.1),
            (at.wide + 0.2, 1.2),
        ],
        moss,
    )


def mountain(at: Set) -> None:
    sky.hills(at.canvas, at.colors, at.chance, horizon=at.horizon, steep=1.4)
    for peak, height in ((0.25, 0.42), (0.7, 0.52), (0.5, 0.3)):
        x, top, half = at.wide * peak, at.horizon - height, height * 0.9
        rock = mixed(at.far(0.3), at.colors.low, 0.2)
        at.canvas.polygon([(x - half, at.horizon + 0.04), (x, top), (x + half, at.horizon + 0.04)], rock)
        at.canvas.polygon(
            [(x, top), (x + half, at.horizon + 0.04), (x + half * 0.2, at.horizon + 0.04)], darker(rock, 0.24)
        )
        at.canvas.polygon(
            [
                (x, top),
                (x - half * 0.3, top + height * 0.3),
                (x - half * 0.1, top + height * 0.24),
                (x + half * 0.06, top + height * 0.32),
                (x + half * 0.28, top + height * 0.29),
            ],
            lighter(at.colors.low, 0.62),
        )
    sky.ground(at.canvas, at.colors, horizon=at.horizon)
    line = [(at.wide * i / 12, at.horizon - 0.16 + 0.03 * (1 - abs(i - 6) / 6)) for i in range(13)]
    at.canvas.stroke(line, 0.002, at.far(0.1))
    flags: tuple[Color, ...] = ((72, 118, 186), (236, 232, 222), (196, 64, 58), (92, 148, 96), (228, 186, 78))
    for number, (x, y) in enumerate(line):
        at.canvas.box(
            x,
            y,
            x + 0.045,
            y + 0.045,
            mixed(flags[number % 5], at.colors.ink, 0.2 if at.colors.is_dark else 0.0),
        )


def desert(at: Set) -> None:
    sand = mixed((224, 168, 104), at.colors.ground, 0.6 if at.colors.is_dark else 0.25)
    for layer in range(4):
        base = at.horizon + layer * 0.07
        crest = at.wide * (0.2 + 0.3 * ((layer * 2) % 3))
        color = mixed(sand, at.colors.low, 0.34 - layer * 0.1)
        at.canvas.curve(
            [
                (-0.3, 1.2),
                (-0.2, base + 0.05),
                (crest - 0.3, base + 0.02),
                (crest, base - 0.09 + layer * 0.01),
                (crest + 0.4, base + 0.03),
                (at.wide + 0.2, base),
                (at.wide + 0.3, 1.2),
            ],
            color,
        )
        at.canvas.curve(
            [
                (crest, base - 0.085 + layer * 0.01),
                (crest + 0.4, base + 0.035),
                (crest + 0.36, base + 0.1),
                (crest + 0.1, base + 0.07),
            ],
            darker(color, 0.16),
        )


def field(at: Set) -> None:
    sky.hills(at.canvas, at.colors, at.chance, horizon=at.horizon, steep=0.7)
    grass = mixed(at.colors.ground, (126, 142, 74), 0.4)
    at.canvas.box(0, at.horizon + 0.02, at.wide, 1, grass)
    parts.tree(at, at.wide * (0.24 if at.sun > at.wide / 2 else 0.76), at.horizon + 0.05, 0.36, at.far(0.15))
    for row in range(9):
        y = at.horizon + 0.05 + row * row * 0.0075
        color = mixed(lighter(grass, 0.2), darker(grass, 0.3), row / 9)
        for blade in range(60):
            x = at.wide * (blade + at.chance.random()) / 60
            at.canvas.stroke(
                [(x, y + 0.04), (x + at.chance.uniform(-0.012, 0.02), y - 0.01 - row * 0.006)],
                0.0025 + row * 0.0003,
                color,
            )


def space(at: Set) -> None:
    at.canvas.box(0, at.horizon, at.wide, 1, at.colors.ground)
    sky.ground(at.canvas, at.colors, horizon=at.horizon)
    for _ in range(16):
        share = at.chance.random()
        x, y, size = at.wide * at.chance.random(), at.horizon + 0.03 + 0.4 * share, 0.02 + 0.07 * share
        at.canvas.ellipse(x, y, size, size * 0.3, darker(at.colors.ground, 0.3))
        at.canvas.ellipse(
            x, y + size * 0.06, size * 0.9, size * 0.24, mixed(at.colors.ground, at.colors.low, 0.14)
        )

"""A room: walls, a window with the hour in it, a lamp, and what stands about."""

import random

from .canvas import Canvas
from .palette import Color, Palette, darker, lighter, mixed
from .scene import Scene

_BOOKS: tuple[Color, ...] = ((168, 70, 58), (62, 98, 120), (196, 156, 88), (96, 116, 84))


def room(canvas: Canvas, scene: Scene, colors: Palette, chance: random.Random) -> float:
    """Draw the inside of a room and return the x of its window."""
    wide, floor = canvas.aspect, 0.74
    wall = mixed(mixed(colors.middle, colors.ground, 0.5), colors.light, 0.1)
    canvas.sky(
        [(0.0, darker(wall, 0.42)), (0.4, wall), (floor, lighter(wall, 0.08)), (1.0, darker(wall, 0.3))]
    )
    window = wide * chance.choice((0.24, 0.76))
    _floor(canvas, colors, floor)
    _window(canvas, colors, window)
    _furniture(canvas, scene, colors, chance, wide - window, floor)
    canvas.glow(window, 0.34, 0.62, colors.light, 0.4)
    return window


def _floor(canvas: Canvas, colors: Palette, top: float) -> None:
    wood = mixed((146, 98, 66), colors.ground, 0.5)
    canvas.box(0, top, canvas.aspect, 1, wood)
    canvas.box(0, top - 0.018, canvas.aspect, top + 0.004, darker(wood, 0.36))
    middle = canvas.aspect / 2
    for number in range(-16, 17):
        x = middle + number * canvas.aspect / 18
        canvas.stroke(
            [(middle + (x - middle) * 0.72, top), (middle + (x - middle) * 1.6, 1.02)],
            0.0022,
            darker(wood, 0.28),
        )


def _window(canvas: Canvas, colors: Palette, x: float) -> None:
    half, top, low = min(0.17, canvas.aspect * 0.2), 0.14, 0.54
    frame = mixed((236, 226, 208), colors.ink, 0.42 if colors.is_dark else 0.12)
    canvas.box(x - half - 0.02, top - 0.02, x + half + 0.02, low + 0.024, frame)
    for step in range(24):
        share = step / 23
        canvas.box(
            x - half,
            top + (low - top) * share,
            x + half,
            low,
            mixed(colors.top, lighter(colors.low, 0.2), share),
        )
    canvas.polygon(
        [(x - half, low), (x - half, low - 0.08), (x, low - 0.15), (x + half, low - 0.06), (x + half, low)],
        mixed(colors.ground, colors.low, 0.4),
    )
    canvas.box(x - 0.006, top, x + 0.006, low, frame)
    canvas.box(x - half, top + 0.17, x + half, top + 0.182, frame)
    curtain = mixed(colors.accent, colors.ink, 0.3)
    for side in (-1, 1):
        canvas.curve(
            [
                (x + side * (half + 0.05), top - 0.04),
                (x + side * half * 0.72, top - 0.04),
                (x + side * half * 0.86, 0.36),
                (x + side * (half + 0.035), low + 0.09),
                (x + side * (half + 0.075), low + 0.09),
            ],
            curtain,
        )
    canvas.box(x - half - 0.1, top - 0.052, x + half + 0.1, top - 0.036, darker(curtain, 0.5), radius=0.006)


def _furniture(
    canvas: Canvas, scene: Scene, colors: Palette, chance: random.Random, x: float, floor: float
) -> None:
    wood = mixed((124, 80, 54), colors.ink, 0.3)
    if "library" in scene.turn.lower() or chance.random() < 0.34:
        _bookcase(canvas, colors, wood, chance, x, floor)
    else:
        _table(canvas, colors, wood, x, floor)


def _bookcase(
    canvas: Canvas, colors: Palette, wood: Color, chance: random.Random, x: float, floor: float
) -> None:
    half = min(0.22, canvas.aspect * 0.24)
    canvas.box(x - half, 0.1, x + half, floor + 0.02, darker(wood, 0.25))
    for shelf in range(5):
        low = 0.22 + shelf * 0.118
        left = x - half + 0.014
        while left < x + half - 0.03:
            thick, tall = chance.uniform(0.01, 0.024), chance.uniform(0.06, 0.09)
            canvas.box(left, low - tall, left + thick, low, mixed(chance.choice(_BOOKS), colors.ink, 0.3))
            left += thick + 0.002
        canvas.box(x - half, low, x + half, low + 0.012, wood)


def _table(canvas: Canvas, colors: Palette, wood: Color, x: float, floor: float) -> None:
    """Draw a table with a lamp on it, and a picture on the wall above."""
    canvas.box(x - 0.2, floor - 0.15, x + 0.2, floor - 0.128, wood, radius=0.006)
    for leg in (-0.18, 0.165):
        canvas.box(x + leg, floor - 0.13, x + leg + 0.016, floor + 0.05, darker(wood, 0.2))
    canvas.box(x - 0.012, floor - 0.25, x + 0.012, floor - 0.15, darker(wood, 0.3))
    low, high = floor - 0.235, floor - 0.325
    shade = [(x - 0.07, low), (x - 0.04, high), (x + 0.04, high), (x + 0.07, low)]
    canvas.polygon(shade, lighter(colors.light, 0.2))
    canvas.glow(x, floor - 0.24, 0.46, colors.light, 0.75)
    canvas.box(x - 0.13, 0.2, x + 0.11, 0.37, darker(wood, 0.1))
    canvas.box(x - 0.117, 0.213, x + 0.097, 0.357, mixed(colors.accent, colors.low, 0.45))
    canvas.ellipse(x + 0.03, 0.265, 0.03, 0.03, lighter(colors.light, 0.3))

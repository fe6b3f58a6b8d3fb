"""Sky, light and far country: everything behind the place itself."""

import math
import random

from .canvas import Canvas
from .palette import Palette, darker, lighter, mixed
from .scene import Scene


def paint(canvas: Canvas, scene: Scene, colors: Palette, chance: random.Random, *, horizon: float) -> float:
    """Paint the sky down past the horizon and return the x of the sun or moon."""
    canvas.sky(
        [(0.0, colors.top), (horizon * 0.62, colors.middle), (horizon, colors.low), (1.0, colors.ground)]
    )
    sun = canvas.aspect * chance.choice((0.2, 0.26, 0.74, 0.8))
    if scene.place == "space":
        _stars(canvas, chance, horizon, 220)
        _planet(canvas, colors, sun, horizon)
        return sun
    if scene.hour in ("night", "blue hour", "neon"):
        _stars(canvas, chance, horizon, 130 if scene.hour == "night" else 40)
    _sun(canvas, scene, colors, sun, horizon)
    _clouds(canvas, scene, colors, chance, horizon)
    return sun


def hills(
    canvas: Canvas, colors: Palette, chance: random.Random, *, horizon: float, steep: float = 1.0
) -> None:
    """Lay three ranges of hills, each nearer one darker and clearer."""
    for layer in range(3):
        base = horizon - 0.01 + layer * 0.012
        height = (0.13 - layer * 0.035) * steep
        color = mixed(colors.low, mixed(colors.ground, colors.top, 0.4), 0.28 + layer * 0.22)
        waves = [
            (chance.uniform(1.2, 3.6), chance.uniform(0, 6.3), chance.uniform(0.3, 1.0)) for _ in range(4)
        ]
        points = [(canvas.aspect * i / 80, base - height * _wave(i / 80, waves)) for i in range(81)]
        canvas.polygon([(0, 1), *points, (canvas.aspect, 1)], color)


def ground(canvas: Canvas, colors: Palette, *, horizon: float) -> None:
    """Lay the ground from the horizon down, lighter far away."""
    for step in range(40):
        share = step / 39
        top = horizon + (1 - horizon) * share**1.5
        color = mixed(mixed(colors.ground, colors.low, 0.32), darker(colors.ground, 0.34), share)
        canvas.box(0, top, canvas.aspect, 1.0, color)


def _wave(x: float, waves: list[tuple[float, float, float]]) -> float:
    total = sum(part for _, _, part in waves)
    return (
        0.25
        + 0.75
        * sum(part * (0.5 + 0.5 * math.sin(x * speed * 4 + phase)) for speed, phase, part in waves)
        / total
    )


def _sun(canvas: Canvas, scene: Scene, colors: Palette, x: float, horizon: float) -> None:
    high = {"day": 0.2, "night": 0.24, "blue hour": 0.3, "neon": 0.28, "overcast": 0.25}.get(scene.hour)
    y = horizon * (1 - 0.16) if high is None else horizon * high * 1.9
    if scene.hour == "overcast":
        canvas.glow(x, y, 0.6, colors.light, 0.3)
        return
    canvas.glow(x, y, 0.75, colors.light, 0.42)
    canvas.glow(x, y, 0.3, colors.light, 0.5)
    radius = 0.05 if high else 0.066
    canvas.ellipse(
        x, y, radius, radius, lighter(colors.light if scene.hour != "neon" else (255, 226, 240), 0.5)
    )
    if scene.hour == "night":
        canvas.ellipse(x + 0.012, y - 0.008, 0.012, 0.012, darker(lighter(colors.light, 0.5), 0.1))
        canvas.ellipse(x - 0.018, y + 0.014, 0.009, 0.009, darker(lighter(colors.light, 0.5), 0.08))


def _stars(canvas: Canvas, chance: random.Random, horizon: float, count: int) -> None:
    for _ in range(count):
        x, y, size = (
            chance.uniform(0, canvas.aspect),
            chance.uniform(0, horizon * 0.85),
            chance.uniform(0.0006, 0.002),
        )
        bright = round(150 + 105 * chance.random())
        canvas.ellipse(x, y, size, size, (bright, bright, 255))


def _planet(canvas: Canvas, colors: Palette, x: float, horizon: float) -> None:
    y, radius = horizon * 0.5, 0.17
    canvas.glow(x, y, 0.5, colors.accent, 0.35)
    canvas.ellipse(x, y, radius, radius, mixed(colors.accent, colors.top, 0.25))
    for step, share in enumerate((0.2, 0.36, 0.12)):
        canvas.ellipse(
            x,
            y - 0.06 + step * 0.05,
            radius * (0.9 - abs(step - 1) * 0.08),
            0.012,
            mixed(colors.accent, colors.low, share),
        )
    ring = [
        (x + 0.33 * math.cos(turn / 20), y + 0.05 * math.sin(turn / 20) - 0.02 * math.cos(turn / 20))
        for turn in range(-8, 71)
    ]
    canvas.stroke(ring, 0.008, lighter(colors.low, 0.3))


def _clouds(canvas: Canvas, scene: Scene, colors: Palette, chance: random.Random, horizon: float) -> None:
    layer = Canvas(canvas.size, fineness=0.5)
    count = 9 if scene.hour == "overcast" else 5
    for _ in range(count):
        x, y, wide = (
            chance.uniform(0, canvas.aspect),
            chance.uniform(0.06, horizon * 0.72),
            chance.uniform(0.14, 0.36),
        )
        color = mixed(colors.middle, lighter(colors.low, 0.25), 0.3 + 0.6 * y / horizon)
        for _ in range(7):
            layer.ellipse(
                x + chance.uniform(-wide, wide),
                y + chance.uniform(-0.012, 0.012),
                wide * chance.uniform(0.2, 0.5),
                0.014 * chance.uniform(0.6, 1.7),
                color,
            )
    layer.soften(0.012)
    faded = layer.image.getchannel("A").point([int(v * 0.62) for v in range(256)])
    layer.image.putalpha(faded)
    canvas.lay(layer)

"""What is nearest to the camera: a thing held up to it, a shoulder, leaves at the edge."""

import random

from .canvas import Canvas
from .figures import props
from .figures.pen import Pen, path
from .palette import darker, mixed
from .planes import Plane
from .stage import Stage

_BUILT = ("room", "city", "station", "market", "bus stop", "rooftop", "bridge")


def thing(stage: Stage) -> Plane:
    """Return what the scene turns on, drawn large."""
    canvas = Canvas(stage.size)
    side = min(0.62, canvas.aspect * 0.6)
    canvas.shadow(canvas.aspect / 2, 0.83, side * 0.5)
    pen = Pen(canvas, canvas.aspect / 2, 0.84, side, 1)
    props.prop(pen, stage.scene.prop or "letter", stage.colors.accent)
    canvas.light_from(stage.light, stage.colors.light, shade=0.36, rim=0.6)
    return Plane(canvas.finished(), depth=0.6, breath=0.35)


def shoulder(stage: Stage) -> Plane:
    """Return the near shoulder and head of whoever is spoken to, dark and out of focus."""
    canvas = Canvas(stage.size, fineness=0.5)
    nearest = (stage.scene.actors[1:] or stage.scene.actors)[0]
    color = darker(mixed(nearest.color, stage.colors.ink, 0.6), 0.2)
    pen = Pen(canvas, canvas.aspect * 0.14, 1.0, 1.0, 1)
    pen.curve(path("-.5 -.2, -.42 .28, -.14 .44, .14 .4, .32 .22, .36 -.2"), color)
    pen.ellipse(-0.06, 0.6, 0.19, 0.24, darker(color, 0.16))
    canvas.light_from(canvas.aspect, stage.colors.light, shade=0.3, rim=0.5)
    canvas.soften(0.016)
    return Plane(canvas.finished(), depth=1.0, breath=0.4)


def foreground(stage: Stage) -> Plane:
    """Return something out of focus at one edge: leaves, or the edge of a wall."""
    canvas = Canvas(stage.size, fineness=0.5)
    chance = random.Random(f"{stage.scene.film} near {stage.scene.place}")  # noqa: S311 - repeatable, not secret
    edge, inward = chance.choice(((0.0, 1), (canvas.aspect, -1)))
    color = darker(mixed(stage.colors.ink, stage.colors.ground, 0.35), 0.25)
    if stage.scene.place in _BUILT:
        canvas.box(edge - inward * 0.1, -0.1, edge + inward * 0.07, 1.1, color)
    else:
        for _ in range(26):
            x = edge + inward * abs(chance.gauss(0, 0.13))
            y = chance.choice((-0.02, 1.02)) + chance.gauss(0, 0.05)
            leaf = mixed(color, stage.colors.middle, chance.uniform(0, 0.22))
            canvas.ellipse(x, y, chance.uniform(0.03, 0.075), chance.uniform(0.02, 0.045), leaf)
    canvas.soften(0.02)
    return Plane(canvas.finished(), depth=1.0, breath=0.5)

"""Animals, drawn from the side in a figure's own measure."""

from sandbox.media.actors import Actor
from sandbox.media.palette import Color, darker, lighter

from .pen import Pen, path

SIZES = {"dog": 0.46, "cat": 0.32, "bird": 0.2, "horse": 1.05, "elephant": 1.12}
# Where the head is in the figure's own measure: its lower and upper edge, and how far before the middle.
HEADS = {"dog": (0.62, 1.02, 0.36), "cat": (0.6, 1.06, 0.14), "bird": (0.56, 0.96, 0.24), "horse": (0.68, 1.06, 0.44),
         "elephant": (0.42, 0.98, 0.34)}  # fmt: skip


def animal(pen: Pen, actor: Actor) -> None:
    coat = actor.color
    shapes = {"dog": _dog, "cat": _cat, "bird": _bird, "horse": _horse, "elephant": _elephant}
    shapes[actor.kind](pen, coat, darker(coat, 0.34), lighter(coat, 0.42))


def _eye(pen: Pen, x: float, y: float, radius: float) -> None:
    pen.ellipse(x, y, radius, radius, (30, 24, 28))
    pen.ellipse(x + radius * 0.3, y + radius * 0.3, radius * 0.34, radius * 0.34, (255, 255, 255))


def _legs(pen: Pen, places: tuple[float, ...], top: float, width: float, near: Color, far: Color) -> None:
    for number, x in enumerate(places):
        color = far if number % 2 else near
        pen.stroke([(x, top), (x + 0.01, top * 0.5), (x - 0.005, width * 0.5)], width, color)
        pen.ellipse(x + width * 0.25, width * 0.32, width * 0.75, width * 0.36, darker(color, 0.1))


def _dog(pen: Pen, coat: Color, dark: Color, pale: Color) -> None:
    pen.stroke(path("-.4 .56, -.55 .68, -.6 .84"), 0.09, dark)
    _legs(pen, (-0.32, -0.2, 0.16, 0.28), 0.42, 0.11, coat, dark)
    pen.curve(
        path("-.44 .5, -.36 .66, 0 .64, .26 .7, .36 .54, .24 .36, -.1 .34, -.38 .36"),
        coat,
    )
    pen.curve(path(".2 .6, .34 .56, .3 .4, .2 .38"), pale)
    pen.curve(
        path(".16 .82, .24 .97, .42 .98, .5 .86, .66 .8, .66 .71, .46 .67, .28 .64"),
        coat,
    )
    pen.curve(path(".46 .79, .66 .79, .66 .71, .46 .69"), pale)
    pen.ellipse(0.655, 0.79, 0.034, 0.028, (34, 28, 32))
    pen.curve(path(".2 .94, .14 1.1, .28 .99"), dark)
    pen.curve(path(".36 .97, .32 .8, .24 .74, .2 .88"), dark)
    pen.stroke(path(".22 .64, .38 .62"), 0.04, (206, 66, 62))
    _eye(pen, 0.46, 0.87, 0.028)


def _cat(pen: Pen, coat: Color, dark: Color, pale: Color) -> None:
    pen.stroke(path("-.3 .2, -.56 .18, -.62 .42, -.5 .56"), 0.085, dark)
    pen.curve(path("-.36 .04, -.34 .38, -.12 .66, .16 .68, .26 .4, .28 .04"), coat)
    pen.curve(path(".04 .62, .2 .6, .2 .24, .08 .26"), (240, 238, 232))
    for x in (0.08, 0.22):
        pen.stroke([(x, 0.36), (x, 0.05)], 0.1, coat)
        pen.ellipse(x + 0.03, 0.035, 0.075, 0.038, pale)
    for x in (0.0, 0.24):
        pen.polygon([(x - 0.02, 0.88), (x + 0.045, 1.06), (x + 0.13, 0.9)], dark)
    pen.ellipse(0.14, 0.8, 0.22, 0.18, coat)
    pen.ellipse(0.19, 0.73, 0.1, 0.065, pale)
    for x in (0.08, 0.25):
        pen.ellipse(x, 0.82, 0.044, 0.046, (134, 200, 108))
        pen.ellipse(x + 0.005, 0.82, 0.015, 0.04, (20, 22, 20))
    pen.ellipse(0.2, 0.757, 0.022, 0.015, (214, 124, 122))


def _bird(pen: Pen, coat: Color, dark: Color, pale: Color) -> None:
    for x in (-0.02, 0.1):
        pen.stroke([(x, 0.3), (x, 0.03), (x + 0.08, 0.02)], 0.03, (196, 138, 62))
    pen.polygon(path("-.3 .4, -.72 .28, -.34 .56"), dark)
    pen.curve(
        path("-.4 .44, -.1 .68, .1 .94, .34 .92, .4 .72, .3 .42, .02 .26, -.26 .3"),
        coat,
    )
    pen.curve(path(".16 .66, .36 .66, .26 .4, .04 .34"), pale)
    pen.curve(path("-.44 .44, -.06 .62, .12 .5, -.14 .36"), dark)
    pen.polygon(path(".38 .84, .58 .77, .37 .74"), (236, 168, 70))
    _eye(pen, 0.27, 0.82, 0.04)


def _horse(pen: Pen, coat: Color, dark: Color, pale: Color) -> None:
    pen.curve(path("-.42 .66, -.58 .56, -.6 .28, -.5 .36, -.42 .52"), pale)
    _legs(pen, (-0.34, -0.26, 0.18, 0.26), 0.48, 0.07, coat, dark)
    pen.curve(
        path("-.44 .56, -.36 .68, -.08 .62, .14 .66, .3 .9, .4 .98, .5 .84, .36 .6, .3 .46, .1 .4, -.28 .4"),
        coat,
    )
    pen.curve(path(".34 .98, .46 .96, .64 .78, .6 .7, .5 .74, .38 .82"), coat)
    pen.curve(path(".36 1.02, .2 .92, .08 .66, .2 .72, .32 .88"), pale)
    pen.polygon(path(".38 .97, .4 1.07, .45 .96"), dark)
    _eye(pen, 0.46, 0.89, 0.018)


def _elephant(pen: Pen, coat: Color, dark: Color, pale: Color) -> None:
    pen.stroke(path("-.46 .6, -.53 .36"), 0.025, dark)
    _legs(pen, (-0.32, -0.18, 0.12, 0.26), 0.44, 0.15, coat, dark)
    pen.curve(
        path("-.48 .5, -.4 .78, -.1 .86, .2 .82, .34 .6, .26 .36, -.1 .32, -.4 .34"),
        coat,
    )
    pen.stroke(path(".46 .66, .57 .44, .55 .2, .64 .14"), 0.085, coat)
    pen.curve(path(".18 .84, .28 .97, .46 .95, .56 .78, .5 .58, .3 .52, .2 .64"), coat)
    pen.curve(path(".02 .86, .2 .93, .27 .7, .14 .48, .02 .62"), dark)
    pen.curve(path(".44 .58, .54 .46, .66 .46, .52 .56"), (240, 232, 214))
    pen.curve(path(".38 .93, .46 .9, .5 .78, .4 .8"), (222, 122, 84))
    _eye(pen, 0.43, 0.76, 0.02)

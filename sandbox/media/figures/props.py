"""Things that a story turns on, drawn large."""

from sandbox.media.canvas import circle
from sandbox.media.palette import Color, darker, lighter

from .pen import Pen, path


def prop(pen: Pen, name: str, color: Color) -> None:
    """Draw what is carried, around (0, 0.5) of the pen's own measure."""
    dark, pale = darker(color, 0.4), lighter(color, 0.45)
    match name:
        case "umbrella":
            pen.stroke(path("0 .02, 0 .75"), 0.03, dark)
            pen.curve(
                path("-.5 .68, -.3 .92, 0 1, .3 .92, .5 .68, .25 .74, 0 .68, -.25 .74"),
                color,
            )
        case "flower":
            pen.stroke(path("0 .05, .02 .6"), 0.04, (70, 124, 74))
            for x, y in circle(0.02, 0.7, 0.15, 7):
                pen.ellipse(x, y, 0.1, 0.1, color)
            pen.ellipse(0.02, 0.7, 0.09, 0.09, (246, 206, 96))
        case "kite" | "balloon":
            pen.stroke(path("0 0, .1 .4, 0 .62"), 0.012, pale)
            pen.curve(path("0 1.1, .24 .85, 0 .55, -.24 .85"), color)
        case "lantern" | "lamp" | "bell":
            pen.stroke(path("-.15 .72, 0 .95, .15 .72"), 0.03, dark)
            pen.box(-0.24, 0.74, 0.24, 0.2, dark, radius=0.08)
            pen.box(-0.17, 0.66, 0.17, 0.28, (255, 214, 128), radius=0.06)
            pen.glow(0, 0.47, 0.9, (255, 200, 110), 0.85)
        case "clock" | "coin" | "ring":
            pen.ellipse(0, 0.5, 0.36, 0.36, dark)
            pen.ellipse(0, 0.5, 0.29, 0.29, lighter(color, 0.72))
            pen.stroke(path("0 .72, 0 .5, .15 .42"), 0.035, (40, 36, 40))
        case _:
            pen.box(-0.42, 0.78, 0.42, 0.22, dark, radius=0.05)
            pen.box(-0.37, 0.73, 0.37, 0.27, pale, radius=0.03)
            pen.stroke(path("-.35 .7, 0 .46, .35 .7"), 0.03, color)

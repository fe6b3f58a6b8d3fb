"""Two kinds of robot: a round one and a tall one."""

from sandbox.media.actors import Actor
from sandbox.media.palette import Color, darker, lighter, mixed

from .pen import Pen, path


def robot(pen: Pen, actor: Actor) -> None:
    metal = actor.color
    dark, pale = darker(metal, 0.42), lighter(metal, 0.34)
    eye = (255, 190, 92) if actor.build == 0 else (120, 208, 255)
    if actor.build == 0:
        _round_robot(pen, metal, dark, pale, eye)
    else:
        _tall_robot(pen, metal, dark, pale, eye)


def _round_robot(pen: Pen, metal: Color, dark: Color, pale: Color, eye: Color) -> None:
    for side in (-1, 1):
        pen.stroke([(side * 0.11, 0.24), (side * 0.125, 0.06)], 0.062, dark)
        pen.box(side * 0.125 - 0.07, 0.07, side * 0.125 + 0.075, 0.0, mixed(metal, dark, 0.4), radius=0.03)
        pen.stroke([(side * 0.23, 0.5), (side * 0.315, 0.4), (side * 0.29, 0.28)], 0.05, dark)
        pen.ellipse(side * 0.29, 0.26, 0.046, 0.046, metal)
        pen.ellipse(side * 0.235, 0.51, 0.052, 0.052, pale)
    pen.ellipse(0, 0.4, 0.255, 0.245, metal)
    pen.curve(path("-.21 .5, -.1 .615, .06 .63, -.04 .54, -.15 .4"), mixed(metal, pale, 0.55))
    pen.stroke(path("-.235 .34, 0 .3, .235 .34"), 0.01, dark)
    pen.box(-0.085, 0.47, 0.1, 0.35, dark, radius=0.02)
    for number, lamp in enumerate(((235, 96, 84), (244, 196, 92), (120, 214, 150))):
        pen.ellipse(-0.045 + number * 0.052, 0.41, 0.017, 0.017, lamp)
    pen.ellipse(0.15, 0.24, 0.026, 0.017, darker(metal, 0.25))
    pen.stroke(path(".02 .9, .05 .975, .1 .99"), 0.014, dark)
    pen.ellipse(0.104, 0.99, 0.024, 0.024, (236, 92, 80))
    pen.box(-0.06, 0.66, 0.06, 0.6, dark, radius=0.01)
    pen.box(-0.19, 0.91, 0.19, 0.645, metal, radius=0.115)
    pen.box(-0.165, 0.9, 0.1, 0.84, mixed(metal, pale, 0.6), radius=0.03)
    pen.box(-0.15, 0.868, 0.165, 0.69, darker(dark, 0.45), radius=0.085)
    pen.ellipse(0.03, 0.78, 0.074, 0.074, mixed(eye, dark, 0.4))
    pen.ellipse(0.03, 0.78, 0.054, 0.054, eye)
    pen.ellipse(0.048, 0.802, 0.017, 0.017, (255, 255, 250))
    pen.glow(0.03, 0.78, 0.2, eye, 0.75)


def _tall_robot(pen: Pen, metal: Color, dark: Color, pale: Color, eye: Color) -> None:
    for side in (-1, 1):
        pen.stroke([(side * 0.06, 0.42), (side * 0.07, 0.22), (side * 0.06, 0.05)], 0.034, dark)
        pen.ellipse(side * 0.068, 0.225, 0.03, 0.03, metal)
        pen.box(side * 0.06 - 0.04, 0.05, side * 0.06 + 0.06, 0.0, metal, radius=0.018)
        pen.stroke([(side * 0.135, 0.67), (side * 0.18, 0.54), (side * 0.155, 0.4)], 0.03, dark)
        pen.ellipse(side * 0.18, 0.54, 0.026, 0.026, pale)
        for finger in (-0.02, 0.0, 0.02):
            pen.stroke([(side * 0.155, 0.395), (side * 0.155 + finger, 0.352)], 0.012, metal)
    pen.box(-0.125, 0.715, 0.125, 0.4, metal, radius=0.035)
    pen.box(-0.112, 0.705, -0.04, 0.415, mixed(metal, pale, 0.5), radius=0.028)
    pen.box(-0.07, 0.64, 0.07, 0.55, dark, radius=0.014)
    for number in range(4):
        pen.box(
            -0.055 + number * 0.03,
            0.62,
            -0.038 + number * 0.03,
            0.57 + 0.012 * (number % 3),
            (122, 214, 190),
            radius=0.004,
        )
    pen.stroke(path("-.08 .47, .08 .47"), 0.008, dark)
    for x, y in path("-.1 .44, .1 .44, .1 .68"):
        pen.ellipse(x, y, 0.008, 0.008, dark)
    pen.box(-0.03, 0.765, 0.03, 0.7, dark)
    pen.stroke(path("-.09 .97, -.1 1.03"), 0.01, dark)
    pen.ellipse(-0.1, 1.035, 0.015, 0.015, (244, 196, 92))
    pen.box(-0.13, 0.975, 0.13, 0.755, metal, radius=0.032)
    pen.box(-0.12, 0.968, 0.12, 0.93, mixed(metal, pale, 0.6), radius=0.02)
    pen.box(-0.105, 0.925, 0.115, 0.8, darker(dark, 0.45), radius=0.03)
    for side in (-1, 1):
        pen.ellipse(side * 0.052 + 0.008, 0.872, 0.032, 0.032, mixed(eye, dark, 0.4))
        pen.ellipse(side * 0.052 + 0.008, 0.872, 0.022, 0.022, eye)
        pen.ellipse(side * 0.052 + 0.016, 0.88, 0.007, 0.007, (255, 255, 255))
        pen.glow(side * 0.052 + 0.008, 0.872, 0.1, eye, 0.7)
        pen.box(side * 0.13 - 0.014, 0.9, side * 0.13 + 0.014, 0.84, dark, radius=0.008)
    pen.stroke(path("-.03 .823, .012 .817, .052 .825"), 0.007, eye)

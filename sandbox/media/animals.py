"""Animals, drawn from the side in a figure's own measure."""

from .figures import Pen
from .palette import Color, Palette, darker, lighter
from .scene import Actor

SIZES = {"dog": 0.46, "cat": 0.32, "bird": 0.2, "horse": 1.05, "elephant": 1.12}
# Where the head is in the figure's own measure: its lower and upper edge, and how far before the middle.
HEADS = {"dog": (0.62, 1.02, 0.36), "cat": (0.6, 1.06, 0.14), "bird": (0.56, 0.96, 0.24), "horse": (0.68, 1.06, 0.44),
         "elephant": (0.42, 0.98, 0.34)}  # fmt: skip


def animal(pen: Pen, actor: Actor, colors: Palette) -> None:
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
    pen.stroke([(-0.4, 0.56), (-0.55, 0.68), (-0.6, 0.84)], 0.09, dark)
    _legs(pen, (-0.32, -0.2, 0.16, 0.28), 0.42, 0.11, coat, dark)
    pen.curve([(-0.44, 0.5), (-0.36, 0.66), (0.0, 0.64), (0.26, 0.7), (0.36, 0.54), (0.24, 0.36), (-0.1, 0.34), (-0.38, 0.36)], coat)
    pen.curve([(0.2, 0.6), (0.34, 0.56), (0.3, 0.4), (0.2, 0.38)], pale)
    pen.curve([(0.16, 0.82), (0.24, 0.97), (0.42, 0.98), (0.5, 0.86), (0.66, 0.8), (0.66, 0.71), (0.46, 0.67), (0.28, 0.64)], coat)
    pen.curve([(0.46, 0.79), (0.66, 0.79), (0.66, 0.71), (0.46, 0.69)], pale)
    pen.ellipse(0.655, 0.79, 0.034, 0.028, (34, 28, 32))
    pen.curve([(0.2, 0.94), (0.14, 1.1), (0.28, 0.99)], dark)
    pen.curve([(0.36, 0.97), (0.32, 0.8), (0.24, 0.74), (0.2, 0.88)], dark)
    pen.stroke([(0.22, 0.64), (0.38, 0.62)], 0.04, (206, 66, 62))
    _eye(pen, 0.46, 0.87, 0.028)


def _cat(pen: Pen, coat: Color, dark: Color, pale: Color) -> None:
    pen.stroke([(-0.3, 0.2), (-0.56, 0.18), (-0.62, 0.42), (-0.5, 0.56)], 0.085, dark)
    pen.curve([(-0.36, 0.04), (-0.34, 0.38), (-0.12, 0.66), (0.16, 0.68), (0.26, 0.4), (0.28, 0.04)], coat)
    pen.curve([(0.04, 0.62), (0.2, 0.6), (0.2, 0.24), (0.08, 0.26)], (240, 238, 232))
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
    pen.polygon([(-0.3, 0.4), (-0.72, 0.28), (-0.34, 0.56)], dark)
    pen.curve([(-0.4, 0.44), (-0.1, 0.68), (0.1, 0.94), (0.34, 0.92), (0.4, 0.72), (0.3, 0.42), (0.02, 0.26), (-0.26, 0.3)], coat)
    pen.curve([(0.16, 0.66), (0.36, 0.66), (0.26, 0.4), (0.04, 0.34)], pale)
    pen.curve([(-0.44, 0.44), (-0.06, 0.62), (0.12, 0.5), (-0.14, 0.36)], dark)
    pen.polygon([(0.38, 0.84), (0.58, 0.77), (0.37, 0.74)], (236, 168, 70))
    _eye(pen, 0.27, 0.82, 0.04)


def _horse(pen: Pen, coat: Color, dark: Color, pale: Color) -> None:
    pen.curve([(-0.42, 0.66), (-0.58, 0.56), (-0.6, 0.28), (-0.5, 0.36), (-0.42, 0.52)], pale)
    _legs(pen, (-0.34, -0.26, 0.18, 0.26), 0.48, 0.07, coat, dark)
    pen.curve([(-0.44, 0.56), (-0.36, 0.68), (-0.08, 0.62), (0.14, 0.66), (0.3, 0.9), (0.4, 0.98), (0.5, 0.84), (0.36, 0.6), (0.3, 0.46), (0.1, 0.4), (-0.28, 0.4)], coat)
    pen.curve([(0.34, 0.98), (0.46, 0.96), (0.64, 0.78), (0.6, 0.7), (0.5, 0.74), (0.38, 0.82)], coat)
    pen.curve([(0.36, 1.02), (0.2, 0.92), (0.08, 0.66), (0.2, 0.72), (0.32, 0.88)], pale)
    pen.polygon([(0.38, 0.97), (0.4, 1.07), (0.45, 0.96)], dark)
    _eye(pen, 0.46, 0.89, 0.018)


def _elephant(pen: Pen, coat: Color, dark: Color, pale: Color) -> None:
    pen.stroke([(-0.46, 0.6), (-0.53, 0.36)], 0.025, dark)
    _legs(pen, (-0.32, -0.18, 0.12, 0.26), 0.44, 0.15, coat, dark)
    pen.curve([(-0.48, 0.5), (-0.4, 0.78), (-0.1, 0.86), (0.2, 0.82), (0.34, 0.6), (0.26, 0.36), (-0.1, 0.32), (-0.4, 0.34)], coat)
    pen.stroke([(0.46, 0.66), (0.57, 0.44), (0.55, 0.2), (0.64, 0.14)], 0.085, coat)
    pen.curve([(0.18, 0.84), (0.28, 0.97), (0.46, 0.95), (0.56, 0.78), (0.5, 0.58), (0.3, 0.52), (0.2, 0.64)], coat)
    pen.curve([(0.02, 0.86), (0.2, 0.93), (0.27, 0.7), (0.14, 0.48), (0.02, 0.62)], dark)
    pen.curve([(0.44, 0.58), (0.54, 0.46), (0.66, 0.46), (0.52, 0.56)], (240, 232, 214))
    pen.curve([(0.38, 0.93), (0.46, 0.9), (0.5, 0.78), (0.4, 0.8)], (222, 122, 84))
    _eye(pen, 0.43, 0.76, 0.02)

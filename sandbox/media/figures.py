"""People and robots, drawn standing: `x` is their middle, `foot` their ground line, `height` their size."""

import random

from .canvas import Canvas, Point, circle
from .palette import Color, Palette, darker, lighter, mixed
from .scene import Actor

_SKINS: tuple[Color, ...] = ((236, 194, 160), (214, 162, 122), (176, 122, 86), (140, 94, 66), (104, 68, 50))
_HAIRS: tuple[Color, ...] = ((38, 28, 28), (66, 42, 32), (24, 22, 30), (110, 66, 40))
_WHITE: Color = (228, 226, 224)
_SIZES = {"girl": 0.72, "boy": 0.7, "grandmother": 0.88, "woman": 0.96}


class Pen:
    """Draws in a figure's own measure: x from -0.5 to 0.5 to the side it faces, y from 0 at the feet to 1 at the top."""

    def __init__(self, canvas: Canvas, x: float, foot: float, height: float, facing: int) -> None:
        self._canvas = canvas
        self._x, self._foot, self._height, self._facing = x, foot, height, facing

    def _at(self, points: list[Point]) -> list[Point]:
        return [(self._x + x * self._facing * self._height, self._foot - y * self._height) for x, y in points]

    def curve(self, points: list[Point], color: Color) -> None:
        self._canvas.curve(self._at(points), color)

    def polygon(self, points: list[Point], color: Color) -> None:
        self._canvas.polygon(self._at(points), color)

    def stroke(self, points: list[Point], width: float, color: Color) -> None:
        self._canvas.stroke(self._at(points), width * self._height, color)

    def ellipse(self, x: float, y: float, radius_x: float, radius_y: float, color: Color) -> None:
        ((middle, height),) = self._at([(x, y)])
        self._canvas.ellipse(middle, height, radius_x * self._height, radius_y * self._height, color)

    def box(self, left: float, top: float, right: float, bottom: float, color: Color, *, radius: float = 0.0) -> None:
        (one, two) = self._at([(left, top), (right, bottom)])
        self._canvas.box(one[0], one[1], two[0], two[1], color, radius=radius * self._height)

    def glow(self, x: float, y: float, radius: float, color: Color, strength: float) -> None:
        ((middle, height),) = self._at([(x, y)])
        self._canvas.glow(middle, height, radius * self._height, color, strength)


def person(pen: Pen, actor: Actor, colors: Palette) -> None:
    chance = random.Random(f"person {actor.name}")  # noqa: S311 - repeatable, not secret
    skin, hair = chance.choice(_SKINS), chance.choice(_HAIRS)
    is_old = actor.kind.startswith("grand")
    hair = _WHITE if is_old else hair
    cloth = actor.color
    if actor.kind in ("woman", "grandmother", "girl"):
        _dress(pen, cloth, skin, is_child=actor.kind == "girl")
    else:
        _trousers(pen, cloth, darker(mixed(cloth, colors.ink, 0.62), 0.1))
    _arms(pen, cloth, skin, chance.uniform(-0.02, 0.05))
    pen.box(-0.032, 0.86, 0.032, 0.78, darker(skin, 0.14), radius=0.02)
    _hair_behind(pen, actor.kind, hair)
    _face(pen, skin, hair, is_old=is_old, beard=actor.kind == "grandfather")
    _hair_front(pen, actor.kind, hair)
    if actor.kind == "grandfather":
        pen.stroke([(0.2, 0.46), (0.23, 0.0)], 0.018, (96, 66, 44))


def _dress(pen: Pen, cloth: Color, skin: Color, *, is_child: bool) -> None:
    hem = 0.2 if is_child else 0.05
    for x in (-0.05, 0.05):
        pen.stroke([(x, hem + 0.1), (x, 0.02)], 0.044, skin)
        pen.ellipse(x + 0.014, 0.018, 0.042, 0.02, (52, 40, 40))
    pen.curve([(-0.1, 0.8), (0, 0.82), (0.1, 0.8), (0.088, 0.58), (0.16, hem + 0.02), (0, hem - 0.01), (-0.16, hem + 0.02), (-0.088, 0.58)], cloth)
    pen.curve([(-0.1, 0.79), (-0.03, 0.81), (0.1, 0.56), (0.15, hem + 0.06), (0.1, hem + 0.05), (0.02, 0.55)], lighter(cloth, 0.2))
    pen.stroke([(-0.15, hem + 0.015), (0.15, hem + 0.015)], 0.012, lighter(cloth, 0.42))


def _trousers(pen: Pen, cloth: Color, leg: Color) -> None:
    for x in (-0.052, 0.052):
        pen.stroke([(x * 0.9, 0.46), (x, 0.25), (x * 1.04, 0.045)], 0.082, leg)
        pen.ellipse(x * 1.04 + 0.018, 0.022, 0.056, 0.024, (40, 32, 34))
    pen.curve([(-0.12, 0.78), (0, 0.815), (0.12, 0.78), (0.112, 0.6), (0.106, 0.43), (0, 0.415), (-0.106, 0.43), (-0.112, 0.6)], cloth)
    pen.polygon([(-0.026, 0.806), (0.026, 0.806), (0.0, 0.7)], lighter(cloth, 0.55))
    pen.stroke([(0, 0.7), (0, 0.43)], 0.006, darker(cloth, 0.3))
    pen.stroke([(-0.102, 0.44), (0.102, 0.44)], 0.016, darker(cloth, 0.4))


def _arms(pen: Pen, cloth: Color, skin: Color, lift: float) -> None:
    for side, reach in ((-1, 0.0), (1, lift)):
        elbow, hand = (side * 0.142, 0.6 + reach * 0.4), (side * 0.132 + 0.02 * (side > 0), 0.46 + reach * 2)
        pen.stroke([(side * 0.1, 0.755), elbow, hand], 0.058, darker(cloth, 0.08))
        pen.ellipse(hand[0], hand[1] - 0.012, 0.028, 0.03, skin)


def _face(pen: Pen, skin: Color, hair: Color, *, is_old: bool, beard: bool) -> None:
    for side in (-1, 1):
        pen.ellipse(side * 0.084, 0.905, 0.016, 0.024, darker(skin, 0.1))
    pen.curve([(-0.084, 0.93), (-0.062, 0.985), (0, 1.0), (0.062, 0.985), (0.084, 0.93), (0.072, 0.865), (0.034, 0.828), (0, 0.822), (-0.034, 0.828), (-0.072, 0.865)], skin)
    for side in (-1, 1):
        eye = side * 0.034 + 0.008
        pen.ellipse(side * 0.05 + 0.008, 0.868, 0.018, 0.011, mixed(skin, (226, 110, 96), 0.28))
        pen.ellipse(eye, 0.908, 0.0165, 0.0125, (248, 246, 240))
        pen.ellipse(eye + 0.003, 0.907, 0.0098, 0.0105, (52, 36, 30))
        pen.ellipse(eye + 0.0065, 0.911, 0.003, 0.003, (255, 255, 255))
        pen.stroke([(eye - 0.019, 0.934), (eye + 0.002, 0.939), (eye + 0.019, 0.934)], 0.0068, hair)
    pen.stroke([(0.01, 0.9), (0.017, 0.884), (0.008, 0.88)], 0.005, darker(skin, 0.24))
    if beard:
        pen.curve([(-0.072, 0.885), (-0.03, 0.872), (0.03, 0.872), (0.074, 0.885), (0.05, 0.82), (0, 0.785), (-0.05, 0.82)], _WHITE)
    pen.stroke([(-0.02, 0.856), (0.008, 0.849), (0.033, 0.857)], 0.0066, (158, 74, 70))
    if is_old:
        pen.stroke([(-0.05, 0.884), (-0.04, 0.874)], 0.0035, darker(skin, 0.25))
        pen.stroke([(0.062, 0.884), (0.053, 0.874)], 0.0035, darker(skin, 0.25))


def _hair_behind(pen: Pen, kind: str, hair: Color) -> None:
    if kind == "woman":
        pen.curve([(-0.1, 0.95), (0, 1.035), (0.1, 0.95), (0.112, 0.84), (0.1, 0.73), (0, 0.75), (-0.1, 0.73), (-0.112, 0.84)], darker(hair, 0.2))
    if kind == "girl":
        for side in (-1, 1):
            pen.stroke([(side * 0.085, 0.9), (side * 0.118, 0.83), (side * 0.112, 0.755)], 0.04, darker(hair, 0.1))
            pen.ellipse(side * 0.112, 0.755, 0.022, 0.014, (220, 84, 84))
    if kind == "grandmother":
        pen.ellipse(-0.02, 1.03, 0.044, 0.036, hair)


def _hair_front(pen: Pen, kind: str, hair: Color) -> None:
    if kind == "grandfather":
        pen.curve([(-0.09, 0.9), (-0.094, 0.95), (-0.06, 0.985), (-0.078, 0.94)], hair)
        pen.curve([(0.09, 0.9), (0.094, 0.95), (0.06, 0.985), (0.078, 0.94)], hair)
        return
    low = 0.9 if kind in ("woman", "girl", "grandmother") else 0.925
    pen.curve([(-0.092, low), (-0.1, 0.965), (-0.05, 1.022), (0.03, 1.026), (0.09, 0.985), (0.094, low + 0.012), (0.074, 0.95), (0.02, 0.972), (-0.04, 0.957), (-0.074, 0.942)], hair)
    pen.stroke([(-0.03, 1.004), (0.03, 1.006)], 0.008, lighter(hair, 0.22))


def robot(pen: Pen, actor: Actor, colors: Palette) -> None:
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
    pen.curve([(-0.21, 0.5), (-0.1, 0.615), (0.06, 0.63), (-0.04, 0.54), (-0.15, 0.4)], mixed(metal, pale, 0.55))
    pen.stroke([(-0.235, 0.34), (0, 0.3), (0.235, 0.34)], 0.01, dark)
    pen.box(-0.085, 0.47, 0.1, 0.35, dark, radius=0.02)
    for number, lamp in enumerate(((235, 96, 84), (244, 196, 92), (120, 214, 150))):
        pen.ellipse(-0.045 + number * 0.052, 0.41, 0.017, 0.017, lamp)
    pen.ellipse(0.15, 0.24, 0.026, 0.017, darker(metal, 0.25))
    pen.stroke([(0.02, 0.9), (0.05, 0.975), (0.1, 0.99)], 0.014, dark)
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
        pen.box(-0.055 + number * 0.03, 0.62, -0.038 + number * 0.03, 0.57 + 0.012 * (number % 3), (122, 214, 190), radius=0.004)
    pen.stroke([(-0.08, 0.47), (0.08, 0.47)], 0.008, dark)
    for x, y in [(-0.1, 0.44), (0.1, 0.44), (0.1, 0.68)]:
        pen.ellipse(x, y, 0.008, 0.008, dark)
    pen.box(-0.03, 0.765, 0.03, 0.7, dark)
    pen.stroke([(-0.09, 0.97), (-0.1, 1.03)], 0.01, dark)
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
    pen.stroke([(-0.03, 0.823), (0.012, 0.817), (0.052, 0.825)], 0.007, eye)


def prop(pen: Pen, name: str, color: Color) -> None:
    """Draw what is carried, around (0, 0.5) of the pen's own measure."""
    dark, pale = darker(color, 0.4), lighter(color, 0.45)
    match name:
        case "umbrella":
            pen.stroke([(0, 0.02), (0, 0.75)], 0.03, dark)
            pen.curve([(-0.5, 0.68), (-0.3, 0.92), (0, 1.0), (0.3, 0.92), (0.5, 0.68), (0.25, 0.74), (0, 0.68), (-0.25, 0.74)], color)
        case "flower":
            pen.stroke([(0, 0.05), (0.02, 0.6)], 0.04, (70, 124, 74))
            for x, y in circle(0.02, 0.7, 0.15, 7):
                pen.ellipse(x, y, 0.1, 0.1, color)
            pen.ellipse(0.02, 0.7, 0.09, 0.09, (246, 206, 96))
        case "kite" | "balloon":
            pen.stroke([(0, 0.0), (0.1, 0.4), (0, 0.62)], 0.012, pale)
            pen.curve([(0, 1.1), (0.24, 0.85), (0, 0.55), (-0.24, 0.85)], color)
        case "lantern" | "lamp" | "bell":
            pen.stroke([(-0.15, 0.72), (0, 0.95), (0.15, 0.72)], 0.03, dark)
            pen.box(-0.24, 0.74, 0.24, 0.2, dark, radius=0.08)
            pen.box(-0.17, 0.66, 0.17, 0.28, (255, 214, 128), radius=0.06)
            pen.glow(0, 0.47, 0.9, (255, 200, 110), 0.85)
        case "clock" | "coin" | "ring":
            pen.ellipse(0, 0.5, 0.36, 0.36, dark)
            pen.ellipse(0, 0.5, 0.29, 0.29, lighter(color, 0.72))
            pen.stroke([(0, 0.72), (0, 0.5), (0.15, 0.42)], 0.035, (40, 36, 40))
        case _:
            pen.box(-0.42, 0.78, 0.42, 0.22, dark, radius=0.05)
            pen.box(-0.37, 0.73, 0.37, 0.27, pale, radius=0.03)
            pen.stroke([(-0.35, 0.7), (0, 0.46), (0.35, 0.7)], 0.03, color)


def head_of(actor: Actor) -> tuple[float, float]:
    """Return the lower and upper edge of a figure's head in its own measure."""
    if actor.kind == "robot":
        return (0.63, 1.0) if actor.build == 0 else (0.745, 1.04)
    return 0.8, 1.03


def size_of(actor: Actor) -> float:
    """Return a figure's height beside that of a grown man."""
    return _SIZES.get(actor.kind, (0.72, 0.94)[actor.build] if actor.kind == "robot" else 1.0)

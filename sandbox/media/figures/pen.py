"""Drawing in a figure's own measure."""

from sandbox.media.canvas import Canvas, Point
from sandbox.media.palette import Color


class Pen:
    """Draws with x from -0.5 to 0.5 toward the side a figure faces, y from 0 at its feet to 1 at its top."""

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

    def box(
        self, left: float, top: float, right: float, bottom: float, color: Color, *, radius: float = 0.0
    ) -> None:
        (one, two) = self._at([(left, top), (right, bottom)])
        self._canvas.box(one[0], one[1], two[0], two[1], color, radius=radius * self._height)

    def glow(self, x: float, y: float, radius: float, color: Color, strength: float) -> None:
        ((middle, height),) = self._at([(x, y)])
        self._canvas.glow(middle, height, radius * self._height, color, strength)


def path(text: str) -> list[Point]:
    """Return the points of "x y, x y, …"."""
    pairs = (pair.split() for pair in text.split(","))
    return [(float(x), float(y)) for x, y in pairs]

"""A drawing surface in shares of the frame's height, painted at twice the size so that edges come out soft."""

import math
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .blur import blurred
from .palette import Color

Point = tuple[float, float]
_MOST_PIXELS = 9_000_000


class Canvas:
    """A transparent picture. x runs from 0 to `aspect`, y from 0 at the top to 1 at the bottom.

    `fineness` is how much larger it is painted: 2 gives soft edges, less will do for what is out of focus.
    """

    def __init__(self, size: tuple[int, int], *, fineness: float = 2) -> None:
        self.size = size
        self.aspect = size[0] / size[1]
        fine = min(fineness, math.sqrt(_MOST_PIXELS / (size[0] * size[1])))
        self.unit = round(size[1] * fine)
        self.image = Image.new("RGBA", (round(size[0] * fine), self.unit), (0, 0, 0, 0))
        self._draw = ImageDraw.Draw(self.image)

    def polygon(self, points: Sequence[Point], color: Color) -> None:
        self._draw.polygon([(x * self.unit, y * self.unit) for x, y in points], fill=color)

    def curve(self, points: Sequence[Point], color: Color) -> None:
        """Fill the smooth closed shape through `points`."""
        self.polygon(_smooth(points), color)

    def ellipse(self, x: float, y: float, radius_x: float, radius_y: float, color: Color) -> None:
        box = (
            (x - radius_x) * self.unit,
            (y - radius_y) * self.unit,
            (x + radius_x) * self.unit,
            (y + radius_y) * self.unit,
        )
        self._draw.ellipse(box, fill=color)

    def box(
        self, left: float, top: float, right: float, bottom: float, color: Color, *, radius: float = 0.0
    ) -> None:
        left, right = sorted((left, right))
        top, bottom = sorted((top, bottom))
        edges = (left * self.unit, top * self.unit, right * self.unit, bottom * self.unit)
        self._draw.rounded_rectangle(edges, radius=radius * self.unit, fill=color)

    def stroke(self, points: Sequence[Point], width: float, color: Color) -> None:
        """Draw a line with round ends and joints."""
        pixels = max(1, round(width * self.unit))
        path = [(x * self.unit, y * self.unit) for x, y in points]
        self._draw.line(path, fill=color, width=pixels, joint="curve")
        for x, y in path:
            self._draw.ellipse((x - pixels / 2, y - pixels / 2, x + pixels / 2, y + pixels / 2), fill=color)

    def sky(self, stops: Sequence[tuple[float, Color]]) -> None:
        """Fill everything with a vertical gradient through (height, color) stops."""
        column = Image.new("RGB", (1, 256))
        for row in range(256):
            column.putpixel((0, row), _at(stops, row / 255))
        self.image.paste(column.resize(self.image.size, Image.Resampling.BICUBIC))

    def glow(self, x: float, y: float, radius: float, color: Color, strength: float) -> None:
        """Add light around a point; it brightens what is there and nothing that is transparent."""
        side = max(2, round(radius * 2 * self.unit))
        spot = _disc(2.2, strength).resize((side, side), Image.Resampling.BILINEAR)
        self._brighten(spot, (round(x * self.unit - side / 2), round(y * self.unit - side / 2)), color)

    def light_from(self, x: float, color: Color, *, shade: float, rim: float) -> None:
        """Model what is drawn as if lit from `x`: darker away from it, with a bright edge toward it."""
        box = self.image.getchannel("A").getbbox()
        if box is None:
            return
        body = self.image.crop(box)
        alpha = body.getchannel("A")
        from_left = x * self.unit < (box[0] + box[2]) / 2
        ramp = Image.linear_gradient("L").rotate(90 if from_left else 270).resize(body.size)
        dark = ramp.point([int((v / 255) ** 1.4 * 255 * shade) for v in range(256)])
        body.paste((12, 10, 26), (0, 0), ImageChops.multiply(dark, alpha))
        body.putalpha(alpha)
        self.image.paste(body, box[:2])
        reach = max(1, round(self.unit * 0.006))
        edge = ImageChops.subtract(
            alpha, ImageChops.offset(alpha, reach if from_left else -reach, reach // 2)
        )
        soft = ImageChops.multiply(edge.filter(ImageFilter.GaussianBlur(reach * 0.4)), alpha)
        self._brighten(soft.point([int(v * rim) for v in range(256)]), box[:2], color)

    def tint(self, color: Color, share: float) -> None:
        """Mix everything drawn so far toward a color, as the air does with what is far away."""
        box = self.image.getchannel("A").getbbox()
        if box is not None:
            body = self.image.crop(box)
            alpha = body.getchannel("A")
            body.paste(color, (0, 0), alpha.point([int(v * share) for v in range(256)]))
            body.putalpha(alpha)
            self.image.paste(body, box[:2])

    def soften(self, radius: float) -> None:
        self.image = blurred(self.image, radius * self.unit)
        self._draw = ImageDraw.Draw(self.image)

    def lay(self, other: "Canvas") -> None:
        """Put another canvas of the same size on top."""
        over = other.image
        if over.size != self.image.size:
            over = over.resize(self.image.size, Image.Resampling.BILINEAR)
        self.image.alpha_composite(over)

    def shadow(self, x: float, y: float, radius: float, *, strength: float = 0.45) -> None:
        """Lay a soft round shadow on the ground."""
        wide, high = max(2, round(radius * 2.3 * self.unit)), max(2, round(radius * 0.5 * self.unit))
        spot = Image.new("RGBA", (wide, high), (6, 6, 16, 0))
        spot.putalpha(_disc(1.0, strength).resize((wide, high), Image.Resampling.BILINEAR))
        left, top = round(x * self.unit - wide / 2), round(y * self.unit - high / 2)
        self.image.alpha_composite(spot, (max(0, left), max(0, top)), (max(0, -left), max(0, -top)))

    def finished(self) -> Image.Image:
        """Return the picture at its own size."""
        if self.image.width == 2 * self.size[0] and self.image.height == 2 * self.size[1]:
            return self.image.reduce(2)
        return self.image.resize(self.size, Image.Resampling.BILINEAR)

    def _brighten(self, mask: Image.Image, corner: tuple[int, int], color: Color) -> None:
        left, top = max(0, corner[0]), max(0, corner[1])
        right = min(self.image.width, corner[0] + mask.width)
        low = min(self.image.height, corner[1] + mask.height)
        if right <= left or low <= top:
            return
        seen = mask.crop((left - corner[0], top - corner[1], right - corner[0], low - corner[1]))
        light = Image.merge("RGB", [seen.point([int(v * band / 255) for v in range(256)]) for band in color])
        patch = self.image.crop((left, top, right, low))
        lit = ImageChops.screen(patch.convert("RGB"), light)
        lit.putalpha(patch.getchannel("A"))
        self.image.paste(lit, (left, top))


def _disc(fall: float, strength: float) -> Image.Image:
    """Return a spot that is brightest in the middle and nothing at its edge."""
    # Pillow's gradient reaches 181 where the circle touches the sides of its square, and 255 in the corners.
    shares = [max(0.0, 1 - v / 181) for v in range(256)]
    return Image.radial_gradient("L").point([min(255, int(share**fall * 255 * strength)) for share in shares])


def _at(stops: Sequence[tuple[float, Color]], height: float) -> Color:
    below = [stop for stop in stops if stop[0] <= height][-1:] or [stops[0]]
    above = [stop for stop in stops if stop[0] > height][:1] or [stops[-1]]
    (low, first), (high, second) = below[0], above[0]
    share = 0.0 if high == low else (height - low) / (high - low)
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def _smooth(points: Sequence[Point]) -> list[Point]:
    """Return a closed Catmull-Rom curve through the points."""
    count, path = len(points), []
    for index in range(count):
        before, here, after, beyond = (points[(index + step) % count] for step in (-1, 0, 1, 2))
        for part in range(10):
            t = part / 10
            path.append(
                (
                    _spline(before[0], here[0], after[0], beyond[0], t),
                    _spline(before[1], here[1], after[1], beyond[1], t),
                )
            )
    return path


def _spline(before: float, here: float, after: float, beyond: float, t: float) -> float:
    bend = (2 * before - 5 * here + 4 * after - beyond) * t * t + (
        3 * here - before - 3 * after + beyond
    ) * t * t * t
    return 0.5 * (2 * here + (after - before) * t + bend)


def circle(x: float, y: float, radius: float, count: int = 12) -> list[Point]:
    """Return points around a circle."""
    return [
        (x + radius * math.cos(turn), y + radius * math.sin(turn))
        for turn in (2 * math.pi * i / count for i in range(count))
    ]

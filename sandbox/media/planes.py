"""A picture as planes at different depths, so that a moving camera sees parallax."""

import math
from dataclasses import dataclass

from PIL import Image, ImageFilter

from .camera import View

Window = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Plane:
    """A full-frame picture: RGB for the backmost plane, RGBA for those before it.

    `depth` is 0 for far and 1 for near; `sway` is how much of a living thing's own small movement it shows.
    """

    image: Image.Image
    depth: float = 0.0
    sway: float = 0.0
    phase: float = 0.0


def flattened(planes: list[Plane]) -> Image.Image:
    """Return the planes as one picture, as the camera sees them at rest."""
    picture = planes[0].image.convert("RGB")
    for plane in planes[1:]:
        picture.paste(plane.image, (0, 0), plane.image)
    return picture


class Lens:
    """Looks at planes through a View and returns frames of one size."""

    def __init__(self, planes: list[Plane], size: tuple[int, int]) -> None:
        self._size = size
        self._back = planes[0]
        self._near = [(plane, box) for plane in planes[1:] if (box := plane.image.getbbox())]
        self._blurred: dict[int, Image.Image] = {}

    def frame(self, view: View, seconds: float) -> Image.Image:
        """Return what is seen through `view`, `seconds` into the clip."""
        picture = self._focused(self._back.image, view.far_blur)
        window = self._window(view, self._back.depth)
        frame = picture.resize(self._size, Image.Resampling.BILINEAR, box=window)
        for plane, box in self._near:
            self._lay(frame, plane, box, view, seconds)
        return _smeared(frame, view.smear) if view.smear > 0.02 else frame

    def _window(self, view: View, depth: float) -> Window:
        """Return the part of a plane that fills the frame; near planes shift and grow more than far ones."""
        wide, high = self._size
        zoom = max(1.0, 1 + (view.zoom - 1) * (0.75 + 0.5 * depth) + view.depth_zoom * (1 - depth))
        reach = 0.5 - 0.5 / zoom if depth == 0 else 1.0
        shift = 0.75 + 0.5 * depth
        x, y = (max(-reach, min(reach, along * shift)) for along in (view.x, view.y))
        left, top = (0.5 + x - 0.5 / zoom) * wide, (0.5 + y - 0.5 / zoom) * high
        right, low = left + wide / zoom, top + high / zoom
        if depth == 0:  # rounding may not push the window outside the picture
            return max(0.0, left), max(0.0, top), min(float(wide), right), min(float(high), low)
        return left, top, right, low

    def _lay(self, frame: Image.Image, plane: Plane, box: tuple[int, int, int, int], view: View, seconds: float) -> None:
        wide, high = self._size
        left, top, right, low = self._window(view, plane.depth)
        scale_x, scale_y = (right - left) / wide, (low - top) / high
        bob = plane.sway * math.sin(2 * math.pi * 0.42 * seconds + plane.phase) * high * 0.004
        lean = plane.sway * math.sin(2 * math.pi * 0.23 * seconds + plane.phase * 1.7) * 0.008
        margin = 4 + abs(lean) * high
        edges = (
            max(0, math.floor((box[0] - margin - left) / scale_x)), max(0, math.floor((box[1] - margin - top) / scale_y)),
            min(wide, math.ceil((box[2] + margin - left) / scale_x)), min(high, math.ceil((box[3] + margin - top) / scale_y)),
        )  # fmt: skip
        if edges[2] <= edges[0] or edges[3] <= edges[1]:
            return
        body = self._focused(plane.image, view.near_blur).crop(box)
        start_x, start_y = left + edges[0] * scale_x - box[0], top + edges[1] * scale_y + bob - box[1]
        placed = (scale_x, lean * scale_y, start_x + lean * (start_y - body.height), 0.0, scale_y, start_y)
        piece = body.transform(
            (edges[2] - edges[0], edges[3] - edges[1]), Image.Transform.AFFINE, placed, Image.Resampling.BILINEAR
        )
        frame.paste(piece, edges[:2], piece)

    def _focused(self, picture: Image.Image, blur: float) -> Image.Image:
        if blur < 0.02:
            return picture
        key = id(picture)
        if key not in self._blurred:
            flat = picture if picture.mode == "RGB" else picture.convert("RGBa")
            self._blurred[key] = flat.filter(ImageFilter.GaussianBlur(picture.height / 90)).convert(picture.mode)
        return Image.blend(picture, self._blurred[key], min(1.0, blur))


def _smeared(frame: Image.Image, amount: float) -> Image.Image:
    wide, high = frame.size
    narrow = frame.resize((max(8, int(wide / (1 + 24 * amount))), high), Image.Resampling.BOX)
    return narrow.resize((wide, high), Image.Resampling.BILINEAR)

"""Look at planes through a moving camera: exact to fractions of a pixel, so that slow moves stay smooth."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from .blur import blurred
from .camera import View
from .planes import Plane
from .yuv import Cover, Frame, cut_out, developed

_Box = tuple[float, float, float, float]
_BREATHS_PER_SECOND = 0.42
_BREATH = 0.007
_OUT_OF_FOCUS = 1 / 90


@dataclass(frozen=True, slots=True)
class _Layer:
    """A near plane's content with a transparent margin; `left` and `top` are even and may be negative."""

    plane: Plane
    sharp: tuple[Frame, Cover]
    soft: tuple[Frame, Cover]
    left: int
    top: int
    wide: int
    high: int


class Lens:
    """Returns frames of the planes' own size, which must be even."""

    def __init__(self, planes: list[Plane]) -> None:
        back = planes[0].image
        self.size = back.size
        self._back = developed(back)
        self._soft_back = developed(blurred(back, back.height * _OUT_OF_FOCUS))
        self._layers = [layer for plane in planes[1:] if (layer := _cut(plane))]

    def frame(self, view: View, seconds: float) -> Frame:
        """Return what is seen through `view`, `seconds` into the clip."""
        box = self._window(view, 0.0)
        sharp = _looked_at(self._back, self.size, box)
        if view.far_blur > 0:
            sharp = _blended(sharp, _looked_at(self._soft_back, self.size, box), view.far_blur)
        for layer in self._layers:
            self._lay(sharp, layer, view, seconds)
        return _each(sharp, lambda channel: _smeared(channel, view.smear)) if view.smear > 0 else sharp

    def _window(self, view: View, depth: float) -> _Box:
        """Return the part of a plane that fills the frame; near planes shift and grow more than far ones."""
        wide, high = self.size
        zoom = max(1.0, 1 + (view.zoom - 1) * (0.75 + 0.5 * depth) + view.depth_zoom * (1 - depth))
        reach = 0.5 - 0.5 / zoom
        x, y = (max(-reach, min(reach, along * (0.75 + 0.5 * depth))) for along in (view.x, view.y))
        left, top = max(0.0, (reach + x) * wide), max(0.0, (reach + y) * high)
        return left, top, min(float(wide), left + wide / zoom), min(float(high), top + high / zoom)

    def _lay(self, frame: Frame, layer: _Layer, view: View, seconds: float) -> None:
        left, top, right, low = self._window(view, layer.plane.depth)
        scale_x, scale_y = (right - left) / self.size[0], (low - top) / self.size[1]
        across = _even_span(
            (layer.left - left) / scale_x, (layer.left + layer.wide - left) / scale_x, self.size[0]
        )
        down = _even_span((layer.top - top) / scale_y, (layer.top + layer.high - top) / scale_y, self.size[1])
        if across[1] <= across[0] or down[1] <= down[0]:
            return
        breath = (
            layer.plane.breath
            * _BREATH
            * math.sin(math.tau * _BREATHS_PER_SECOND * seconds + layer.plane.phase)
        )
        seen = (
            left + across[0] * scale_x - layer.left,
            _breathed(top + down[0] * scale_y - layer.top, layer.high, breath),
            left + across[1] * scale_x - layer.left,
            _breathed(top + down[1] * scale_y - layer.top, layer.high, breath),
        )
        size = (across[1] - across[0], down[1] - down[0])
        top_frame, cover = _piece(layer.sharp, size, seen)
        if view.near_blur > 0:
            soft_frame, soft_cover = _piece(layer.soft, size, seen)
            top_frame = _blended(top_frame, soft_frame, view.near_blur)
            cover = (
                _mix(cover[0], soft_cover[0], view.near_blur),
                _mix(cover[1], soft_cover[1], view.near_blur),
            )
        frame.lay(top_frame, cover, (across[0], down[0]))


def _cut(plane: Plane) -> _Layer | None:
    box = plane.image.getbbox()
    if box is None:
        return None
    margin = 8 + plane.image.height // 40
    left, top = (2 * math.floor((edge - margin) / 2) for edge in box[:2])
    right, low = (2 * math.ceil((edge + margin) / 2) for edge in box[2:])
    picture = plane.image.crop((left, top, right, low))
    soft = blurred(picture, plane.image.height * _OUT_OF_FOCUS)
    return _Layer(plane, cut_out(picture), cut_out(soft), left, top, right - left, low - top)


def _even_span(start: float, end: float, most: int) -> tuple[int, int]:
    """Return the whole even pixels inside the span, kept within the frame."""
    return max(0, 2 * math.ceil(start / 2)), min(most, 2 * math.floor(end / 2))


def _breathed(y: float, high: int, breath: float) -> float:
    """Stretch about the layer's lower edge, so that feet stay where they are."""
    return min(float(high), max(0.0, high - (high - y) * (1 - breath)))


def _looked_at(frame: Frame, size: tuple[int, int], box: _Box) -> Frame:
    half_size, half = (size[0] // 2, size[1] // 2), (box[0] / 2, box[1] / 2, box[2] / 2, box[3] / 2)
    return Frame(_seen(frame.y, size, box), _seen(frame.u, half_size, half), _seen(frame.v, half_size, half))


def _piece(cut: tuple[Frame, Cover], size: tuple[int, int], box: _Box) -> tuple[Frame, Cover]:
    half_size, half = (size[0] // 2, size[1] // 2), (box[0] / 2, box[1] / 2, box[2] / 2, box[3] / 2)
    return _looked_at(cut[0], size, box), (_seen(cut[1][0], size, box), _seen(cut[1][1], half_size, half))


def _seen(channel: Image.Image, size: tuple[int, int], box: _Box) -> Image.Image:
    return channel.resize(size, Image.Resampling.BILINEAR, box=box)


def _blended(first: Frame, second: Frame, share: float) -> Frame:
    return Frame(
        _mix(first.y, second.y, share), _mix(first.u, second.u, share), _mix(first.v, second.v, share)
    )


def _mix(first: Image.Image, second: Image.Image, share: float) -> Image.Image:
    return Image.blend(first, second, min(1.0, share))


def _each(frame: Frame, change: Callable[[Image.Image], Image.Image]) -> Frame:
    return Frame(change(frame.y), change(frame.u), change(frame.v))


def _smeared(channel: Image.Image, amount: float) -> Image.Image:
    wide, high = channel.size
    narrow = channel.resize((max(8, int(wide / (1 + 24 * amount))), high), Image.Resampling.BOX)
    return narrow.resize((wide, high), Image.Resampling.BILINEAR)

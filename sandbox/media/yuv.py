"""Pictures as ffmpeg's yuv420p: brightness at full size, two color channels at half."""

from dataclasses import dataclass
from typing import TypeAlias

from PIL import Image, ImageChops

# From full range, as Pillow converts, to the limited range that players expect of video.
_LUMA = [round(16 + value * 219 / 255) for value in range(256)]
_CHROMA = [round(128 + (value - 128) * 224 / 255) for value in range(256)]

Cover: TypeAlias = tuple[Image.Image, Image.Image]


@dataclass(slots=True)
class Frame:
    """One frame; `u` and `v` have half the width and height of `y`."""

    y: Image.Image
    u: Image.Image
    v: Image.Image

    def tobytes(self) -> bytes:
        return self.y.tobytes() + self.u.tobytes() + self.v.tobytes()

    def lay(self, top: "Frame", cover: Cover, corner: tuple[int, int]) -> None:
        """Put `top`, already multiplied by its `cover` (opacity at full and half size), at an even corner."""
        for channel, over, mask, step in (
            (self.y, top.y, cover[0], 1), (self.u, top.u, cover[1], 2), (self.v, top.v, cover[1], 2),
        ):  # fmt: skip
            place = (corner[0] // step, corner[1] // step)
            under = channel.crop((*place, place[0] + over.width, place[1] + over.height))
            under.paste(0, (0, 0), mask)
            channel.paste(ImageChops.add(under, over), place)


def developed(picture: Image.Image) -> Frame:
    """Return an RGB picture of even size as a frame."""
    y, u, v = picture.convert("YCbCr").split()
    half = (picture.width // 2, picture.height // 2)
    u, v = (channel.resize(half, Image.Resampling.BOX).point(_CHROMA) for channel in (u, v))
    return Frame(y.point(_LUMA), u, v)


def cut_out(picture: Image.Image) -> tuple[Frame, Cover]:
    """Return an RGBA picture of even size as a frame multiplied by its opacity, and that opacity."""
    half = picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.BOX)
    cover = picture.getchannel("A"), half.getchannel("A")
    _, u, v = half.convert("RGB").convert("YCbCr").split()
    y = picture.convert("RGB").convert("YCbCr").getchannel(0).point(_LUMA)
    u, v = (ImageChops.multiply(channel.point(_CHROMA), cover[1]) for channel in (u, v))
    return Frame(ImageChops.multiply(y, cover[0]), u, v), cover

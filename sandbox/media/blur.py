"""A soft blur that costs little: large ones are made on a smaller picture."""

from PIL import Image, ImageFilter

_FINE_PIXELS = 3


def blurred(picture: Image.Image, radius: float) -> Image.Image:
    """Return the picture blurred by `radius` pixels; the edges of what is transparent keep their color."""
    mode = picture.mode
    plain = picture.convert("RGBa") if mode == "RGBA" else picture
    shrink = max(1, int(radius / _FINE_PIXELS))
    small = plain.reduce(shrink).filter(ImageFilter.GaussianBlur(radius / shrink))
    return small.resize(picture.size, Image.Resampling.BILINEAR).convert(mode)

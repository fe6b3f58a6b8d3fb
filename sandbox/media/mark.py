"""The small "sandbox" mark that every picture and clip carries."""

from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFont


def stamp(size: tuple[int, int]) -> Callable[[Image.Image], None]:
    """Return a function that puts the mark into the lower right corner of pictures of that size."""
    unit = min(size)
    font = ImageFont.load_default(size=max(9, unit // 38))
    left, top, right, bottom = font.getbbox("sandbox")
    pad = unit / 90
    badge = Image.new("RGBA", (int(right - left + 3 * pad), int(bottom - top + 2 * pad)), (0, 0, 0, 0))
    draw = ImageDraw.Draw(badge)
    draw.rounded_rectangle((0, 0, badge.width - 1, badge.height - 1), radius=badge.height / 2, fill=(12, 14, 20, 92))
    draw.text((1.5 * pad - left, pad - top), "sandbox", font=font, fill=(255, 255, 255, 168))
    place = (int(size[0] - badge.width - unit / 40), int(size[1] - badge.height - unit / 40))
    return lambda picture: picture.paste(badge, place, badge)

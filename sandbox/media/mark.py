"""The small "sandbox" mark that every picture and clip carries."""

from PIL import Image, ImageDraw, ImageFont


def badge(size: tuple[int, int]) -> tuple[Image.Image, tuple[int, int]]:
    """Return the mark for pictures of that size, and its (even) place in the lower right corner."""
    unit = min(size)
    font = ImageFont.load_default(size=max(9, unit // 38))
    left, top, right, bottom = font.getbbox("sandbox")
    pad = unit / 90
    drawn = Image.new("RGBA", (_even(right - left + 3 * pad), _even(bottom - top + 2 * pad)), (12, 14, 20, 0))
    draw = ImageDraw.Draw(drawn)
    draw.rounded_rectangle(
        (0, 0, drawn.width - 1, drawn.height - 1), radius=drawn.height / 2, fill=(12, 14, 20, 92)
    )
    draw.text((1.5 * pad - left, pad - top), "sandbox", font=font, fill=(255, 255, 255, 168))
    return drawn, (_even(size[0] - drawn.width - unit / 40), _even(size[1] - drawn.height - unit / 40))


def _even(length: float) -> int:
    return 2 * int(length / 2)

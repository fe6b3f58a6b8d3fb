"""Pixel sizes for what was asked: clips by their short side, stills by their area."""

import math
import re
from pathlib import Path
from typing import Any

from PIL import Image

_NAMED_RATIOS = {"square": "1:1", "portrait": "3:4", "landscape": "4:3"}
_STILL_EDGES = {"1k": 1024, "2k": 2048, "4k": 4096, "basic": 1024, "high": 2048}
_CLIP_SHORT_SIDES = {"4k": 2160, "2k": 1440, "any": 720}
_WIDESCREEN = 16 / 9


def ratio(given: dict[str, Any]) -> float | None:
    """Return width over height from whichever aspect field the engine has; None for auto, adaptive or nothing."""
    words = next(
        (str(given[name]) for name in ("aspect_ratio", "ratio", "image_size") if given.get(name)), ""
    )
    shape, _, sides = words.partition("_")
    if shape in _NAMED_RATIOS:
        across, down = (
            (sides if re.fullmatch(r"\d+_\d+", sides) else _NAMED_RATIOS[shape]).replace("_", ":").split(":")
        )
        wide, narrow = max(int(across), int(down)), min(int(across), int(down))
        return narrow / wide if shape == "portrait" else wide / narrow
    found = re.fullmatch(r"(\d+):(\d+)", words)
    return int(found[1]) / int(found[2]) if found else None


def still(given: dict[str, Any], *, like: float | None = None) -> tuple[int, int]:
    """Return a still's size; `like` is the ratio of its first reference image."""
    shape = ratio(given) or like or 1.0
    tiers = (str(given.get(name, "")).lower() for name in ("resolution", "image_resolution", "quality"))
    edge = next((_STILL_EDGES[tier] for tier in tiers if tier in _STILL_EDGES), 1024)
    return _rounded(edge * math.sqrt(shape), 16), _rounded(edge / math.sqrt(shape), 16)


def clip(given: dict[str, Any], *, tier: str, like: float | None = None) -> tuple[int, int]:
    """Return a clip's size; `tier` is the price line's ("480p", "std(720p)", "4k"), `like` its first frame's ratio."""
    shape = ratio(given) or like or _WIDESCREEN
    digits = re.search(r"(\d+)p", tier)
    short = int(digits[1]) if digits else _CLIP_SHORT_SIDES.get(tier, 720)
    return _rounded(short * max(1.0, shape), 2), _rounded(short * max(1.0, 1 / shape), 2)


def of(given: dict[str, Any], *, tier: str, is_clip: bool, like: Path | None) -> tuple[int, int]:
    """Return the size of either, with the shape of the picture at `like` where the input names none."""
    shape = None
    if like is not None:
        with Image.open(like) as picture:
            shape = picture.width / picture.height
    return clip(given, tier=tier, like=shape) if is_clip else still(given, like=shape)


def _rounded(length: float, step: int) -> int:
    return max(step, step * round(length / step))

"""What a request costs, read from data/pricebook.csv (conventions: kie/api.md 8.1). 1 credit is $0.005."""

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from functools import cache
from typing import Any

from .catalog import DATA, Model
from .refused import Refused

_TIER_FIELDS = ("resolution", "mode", "quality", "rendering_speed", "image_resolution")
_COUNT_FIELDS = ("max_images", "num_images", "n")
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the price book: `tier` is its resolution or quality, `seconds` the clip length it is for."""

    model: str
    tier: str
    seconds: int | None
    audio: str
    unit: str
    credits: Decimal


@cache
def _rows() -> dict[str, list[Row]]:
    book: dict[str, list[Row]] = defaultdict(list)
    promotions: dict[str, list[Row]] = defaultdict(list)
    with (DATA / "pricebook.csv").open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            tier, _, length = line["resolution"].partition("@")
            seconds = int(length.removesuffix("s")) if length else None
            name, promotion, _ = line["model"].partition("#promo_to_")
            row = Row(name, tier.lower(), seconds, line["audio"], line["unit"], Decimal(line["credits"]))
            (promotions if promotion else book)[name].append(row)
    # A promotion's price counts only where no other is known.
    return {**promotions, **book}


def row(model: Model, given: dict[str, Any]) -> Row:
    """Return the one price line that fits the input (defaults filled in), or refuse a mix that is not sold."""
    fitting = _rows().get(model.name + _variant(model.name, given), [])
    tier = next(
        (str(given[name]).lower() for name in _TIER_FIELDS if given.get(name) in _tiers(model, name)), None
    )
    if tier is not None:
        fitting = [line for line in fitting if _fits(line.tier, tier)] or fitting[: len(fitting) == 1]
    length = given.get("duration")
    if length is not None:
        fitting = [line for line in fitting if line.seconds in (None, int(length))]
    sound = "on" if any(given.get(name) for name in ("sound", "generate_audio", "audio")) else "off"
    fitting = [line for line in fitting if line.audio not in ("on", "off") or line.audio == sound]
    if not fitting:
        raise Refused(422, "resolution or duration unavailable")
    return fitting[0]


def price(model: Model, given: dict[str, Any]) -> Decimal:
    """Return the credits one order costs."""
    line = row(model, given)
    if line.unit == "second":
        return line.credits * Decimal(str(given.get("duration", 5)))
    if line.unit in ("image", "megapixel"):
        count = next((int(given[name]) for name in _COUNT_FIELDS if given.get(name)), 1)
        return line.credits * count + _extra_images(model.name, given)
    return line.credits


def chat_price(model: str, *, tokens_in: int, tokens_out: int) -> Decimal:
    """Return the credits of one chat call, in steps of 0.01 (kie/api.md 7.1)."""
    per_million = {line.unit: line.credits for line in _rows()[model]}
    exact = (per_million["1M_in_tokens"] * tokens_in + per_million["1M_out_tokens"] * tokens_out) / 1_000_000
    return max(_CENT, exact.quantize(_CENT, rounding=ROUND_UP))


def described(model: Model) -> str:
    """Return the model's price lines as one sentence, as /models/{model}/price does."""
    lines = (
        line for name, found in _rows().items() if name.partition("#")[0] == model.name for line in found
    )
    told = (f"{line.model} {line.tier}{f' {line.seconds}s' if line.seconds else ''} (audio {line.audio}): "
            f"{line.credits} credits per {line.unit}" for line in lines)  # fmt: skip
    return "; ".join(told)


def _variant(name: str, given: dict[str, Any]) -> str:
    if given.get("reference_video_urls") or given.get("video_list"):
        raise Refused(422, "input videos are not served by this sandbox")
    variants = (f"#{given.get('model')}", "#enable_pro" if given.get("enable_pro") else "")
    return next((variant for variant in variants if variant and name + variant in _rows()), "")


def _tiers(model: Model, name: str) -> list[Any]:
    choices: list[Any] = model.properties.get(name, {}).get("enum", [])
    return choices


def _fits(offered: str, asked: str) -> bool:
    if offered in ("any", "per batch") or (offered == "<=1080p" and asked != "4k"):
        return True
    return asked in re.split(r"[()/]", offered)


def _extra_images(name: str, given: dict[str, Any]) -> Decimal:
    extra = _rows().get(f"{name.removesuffix('-image-to-image')}#extra_input_image")
    return extra[0].credits * max(0, len(given.get("image_urls", [])) - 1) if extra else Decimal(0)

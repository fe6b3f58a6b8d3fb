"""How one sandbox process behaves; latency, failures, limits, grace and media may change while it runs."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal, get_args

Media = Literal["drawn", "plain"]
MEDIA: tuple[Media, ...] = get_args(Media)


@dataclass(slots=True)
class Settings:
    """`latency_seconds` is a task's usual time; `failure_rate` the share of tasks that fail (0..1).

    `starts` tasks may be created per `window_seconds`, and `look_ups_per_second` asked for, by each key (kie/api.md
    2.5); a new task is unknown to recordInfo for `grace_seconds` (kie/api.md 10). `media`: pictures and clips are
    drawn, or plain and cheap. Secrets come from flags or the environment only.
    """

    folder: Path
    key: str
    webhook_key: str | None
    balance: Decimal
    latency_seconds: float = 2.0
    failure_rate: float = 0.0
    seed: int = 0
    starts: int = 20
    window_seconds: float = 10.0
    grace_seconds: float = 0.0
    look_ups_per_second: int = 10
    media: Media = "drawn"


def media(value: object) -> Media:
    """Read a way to make files. Raises ValueError."""
    if value not in MEDIA:
        raise ValueError(f"media is {' or '.join(MEDIA)}, not {value}")
    return value

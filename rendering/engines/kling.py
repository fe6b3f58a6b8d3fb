"""Kling 3.0 (kie/api.md §5.4): duration is text, and the multi-shot fields are required even when empty."""

from typing import Any

from rendering.engines.engine import Engine, Work
from rendering.engines.seedance import SEEDANCE_15

_MODES = {"720p": "std", "1080p": "pro", "4k": "4K"}


def _kling(work: Work) -> dict[str, Any]:
    return {
        "prompt": work.prompt,
        "image_urls": [work.first_frame_url] if work.first_frame_url else [],
        "sound": True,
        "duration": str(work.seconds),
        "aspect_ratio": work.aspect,
        "mode": _MODES[work.resolution],
        "multi_shots": False,
        "multi_prompt": [],
        "kling_elements": [],
    }


KLING_3 = Engine(
    name="kling-3.0",
    kind="clip",
    aliases=("kling", "kling 3", "kling 3.0"),
    model="kling-3.0/video",
    resolutions=tuple(_MODES),
    durations=tuple(range(3, 16)),
    aspects=("16:9", "9:16", "1:1"),
    max_prompt=500,
    max_references=0,
    latency_seconds=150,  # 127 to 165 recorded (kie/api.md §2.2)
    draft_stand_in=SEEDANCE_15.name,
    shape=_kling,
)

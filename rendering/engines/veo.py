"""Veo 3.1 on the unified route (kie/api.md §3.1): snake case, the tier named in the input."""

from typing import Any

from rendering.engines.engine import Engine, Work
from rendering.engines.seedance import SEEDANCE_15

_TIER = "veo3_fast"


def _veo(work: Work) -> dict[str, Any]:
    fields = {
        "prompt": work.prompt,
        "model": _TIER,
        "aspect_ratio": work.aspect,
        "resolution": work.resolution,
        "duration": work.seconds,
    }
    if work.first_frame_url is None:
        return {**fields, "generation_type": "TEXT_2_VIDEO"}
    return {
        **fields,
        "image_urls": [work.first_frame_url],
        "generation_type": "FIRST_AND_LAST_FRAMES_2_VIDEO",
    }


VEO_31 = Engine(
    name="veo-3.1",
    kind="clip",
    aliases=("veo", "veo 3", "veo3", "veo 3.1", "veo fast"),
    model=f"veo-3-1#{_TIER}",
    resolutions=("720p", "1080p", "4k"),
    durations=(4, 6, 8),
    aspects=("16:9", "9:16"),
    max_prompt=5_000,  # not published; what the provider's other Google models read
    max_references=0,
    latency_seconds=150,  # not recorded
    draft_stand_in=SEEDANCE_15.name,
    shape=_veo,
)

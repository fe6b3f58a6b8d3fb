"""Gemini Omni (kie/api.md §5.4): priced per clip by its length, which is text; sound is included."""

from typing import Any

from rendering.engines.engine import Engine, Work
from rendering.engines.seedance import SEEDANCE_15

_MOST_PICTURES = 7


def _omni(work: Work) -> dict[str, Any]:
    first = (work.first_frame_url,) if work.first_frame_url else ()
    return {
        "prompt": work.prompt,
        "image_urls": [*first, *work.reference_urls][:_MOST_PICTURES],
        "duration": str(work.seconds),
        "aspect_ratio": work.aspect,
        "resolution": work.resolution,
    }


GEMINI_OMNI = Engine(
    name="gemini-omni",
    kind="clip",
    aliases=("omni", "gemini omni"),
    model="gemini-omni-video",
    resolutions=("720p", "1080p", "4k"),
    durations=(4, 6, 8, 10),
    aspects=("16:9", "9:16"),
    max_prompt=20_000,
    max_references=_MOST_PICTURES,
    latency_seconds=180,  # not recorded
    draft_stand_in=SEEDANCE_15.name,
    shape=_omni,
)

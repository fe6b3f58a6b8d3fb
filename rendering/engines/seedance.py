"""ByteDance Seedance (kie/api.md §5.4): the only clips with a 480p tier."""

from typing import Any

from rendering.engines.engine import Engine, Work


def _seedance_2(work: Work) -> dict[str, Any]:
    """First frame and references are exclusive modes; the keyframe already shows who is in the shot."""
    fields = {
        "prompt": work.prompt,
        "aspect_ratio": work.aspect,
        "resolution": work.resolution,
        "duration": work.seconds,
        "generate_audio": True,
    }
    if work.first_frame_url:
        return {**fields, "first_frame_url": work.first_frame_url}
    if work.reference_urls:
        return {**fields, "reference_image_urls": list(work.reference_urls)}
    return fields


def _seedance_15(work: Work) -> dict[str, Any]:
    return {
        "prompt": work.prompt,
        "aspect_ratio": work.aspect,
        "resolution": work.resolution,
        "duration": work.seconds,
        "generate_audio": True,
        "input_urls": [work.first_frame_url] if work.first_frame_url else [],
    }


SEEDANCE_2 = Engine(
    name="seedance-2",
    kind="clip",
    aliases=("seedance", "seedance 2", "seedance 2.0"),
    model="bytedance/seedance-2",
    resolutions=("480p", "720p", "1080p", "4k"),
    durations=tuple(range(4, 16)),
    aspects=("16:9", "9:16", "1:1"),
    max_prompt=20_000,
    max_references=9,
    latency_seconds=240,  # 154 to 313 recorded (kie/api.md §2.2)
    shape=_seedance_2,
)

SEEDANCE_15 = Engine(
    name="seedance-1.5",
    kind="clip",
    aliases=("seedance 1.5", "seedance 1.5 pro"),
    model="bytedance/seedance-1.5-pro",
    resolutions=("480p", "720p", "1080p"),
    durations=tuple(range(4, 13)),
    aspects=("16:9", "9:16", "1:1"),
    max_prompt=20_000,
    max_references=0,
    latency_seconds=120,  # not recorded; its successor's fast tier took 188
    shape=_seedance_15,
)

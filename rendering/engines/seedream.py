"""Seedream 4.5 (kie/api.md §6): one price for both qualities; basic draws 2K, high draws 4K."""

from typing import Any

from rendering.engines.engine import Engine, Work

_QUALITIES = {"2K": "basic", "4K": "high"}


def _seedream(work: Work) -> dict[str, Any]:
    fields = {
        "prompt": work.prompt,
        "aspect_ratio": work.aspect,
        "quality": _QUALITIES[work.resolution],
    }
    return {**fields, "image_urls": list(work.reference_urls)} if work.reference_urls else fields


SEEDREAM = Engine(
    name="seedream",
    kind="still",
    aliases=("seedream", "seedream 4.5"),
    model="seedream/4.5-text-to-image",
    reference_model="seedream/4.5-edit",
    resolutions=tuple(_QUALITIES),
    aspects=("16:9", "9:16", "1:1", "3:4", "4:3"),
    max_prompt=3_000,
    max_references=14,
    latency_seconds=60,  # 45 from words, 112 from references recorded for its sibling (kie/api.md §2.2)
    shape=_seedream,
)

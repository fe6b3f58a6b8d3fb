"""Nano Banana (kie/api.md §6): one 1K picture for 4 credits, drawn from words or from references.

The first generation is used, not nano-banana-2: it costs half at 1K, and takes references at the same price.
"""

from typing import Any

from rendering.engines.engine import Engine, Work


def _nano_banana(work: Work) -> dict[str, Any]:
    fields = {"prompt": work.prompt, "aspect_ratio": work.aspect, "output_format": "png"}
    return {**fields, "image_urls": list(work.reference_urls)} if work.reference_urls else fields


NANO_BANANA = Engine(
    name="nano-banana",
    kind="still",
    aliases=("nano banana",),
    model="google/nano-banana",
    reference_model="google/nano-banana-edit",
    resolutions=("1K",),
    aspects=("16:9", "9:16", "1:1", "3:4", "4:3"),
    max_prompt=5_000,
    max_references=10,
    latency_seconds=30,  # not recorded
    shape=_nano_banana,
)

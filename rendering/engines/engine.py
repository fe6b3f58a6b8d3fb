"""What an engine is: the tiers and lengths it offers, and how its order is written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from billing.pricing import Spec

DRAFT_RESOLUTION = "480p"


class NotOffered(Exception):
    """An engine was asked for a tier, length or aspect it does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One picture or clip to be made. `seconds` is null for a still; URLs must be public http(s)."""

    prompt: str
    aspect: str
    resolution: str
    seconds: int | None = None
    first_frame_url: str | None = None
    reference_urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """One model family at the provider, as people cast it. Pure: it describes and writes, it never sends.

    Every clip is ordered with sound, drafts too: where sound costs extra (seedance-1.5, kling) it is bought,
    because a line that is not heard on the draft can not be judged there.
    """

    name: str
    kind: Literal["clip", "still"]
    aliases: tuple[str, ...]
    model: str
    """The provider's id, with the price book's variant after `#`."""
    reference_model: str | None = None
    """The id used instead when pictures are given, where the provider has two."""
    resolutions: tuple[str, ...]
    """Cheapest first."""
    durations: tuple[int, ...] = ()
    """Seconds a clip can be ordered in, shortest first; empty for stills."""
    aspects: tuple[str, ...]
    max_prompt: int
    max_references: int
    """Pictures beyond this many are left out, the last ones first."""
    latency_seconds: int
    """How long an order usually takes; paces look-ups, promises nothing."""
    draft_stand_in: str | None = None
    """The engine that shoots the drafts where this one has no 480p tier."""
    shape: Callable[[Work], dict[str, Any]]

    @property
    def drafts_at_480p(self) -> bool:
        return DRAFT_RESOLUTION in self.resolutions

    def fit_seconds(self, wanted: int) -> int:
        """The shortest length on offer that covers `wanted` seconds, else the longest there is."""
        if not self.durations:
            raise NotOffered(f"{self.name} makes stills, which have no length.")
        return next((seconds for seconds in self.durations if seconds >= wanted), self.durations[-1])

    def spec(self, resolution: str, seconds: int | None = None, has_reference: bool = False) -> Spec:
        """The priced unit for one order. Raises NotOffered for a tier or length it does not have."""
        if resolution not in self.resolutions:
            raise NotOffered(f"{self.name} has no {resolution} tier, only {', '.join(self.resolutions)}.")
        if self.kind == "clip" and seconds not in self.durations:
            raise NotOffered(f"{self.name} makes no clips of {seconds} seconds.")
        if self.kind == "still" and seconds is not None:
            raise NotOffered(f"{self.name} makes stills, which have no length.")
        return Spec(
            model=(has_reference and self.reference_model) or self.model,
            kind=self.kind,
            resolution=resolution,
            seconds=seconds,
            audio=True if self.kind == "clip" else None,
        )

    def build_input(self, work: Work) -> dict[str, Any]:
        """The `input` of the order for the model that `spec` names. Raises NotOffered as `spec` does."""
        self.spec(work.resolution, work.seconds, bool(work.reference_urls))
        if work.aspect not in self.aspects:
            raise NotOffered(f"{self.name} has no {work.aspect} picture, only {', '.join(self.aspects)}.")
        return self.shape(
            Work(
                prompt=_clipped(work.prompt, self.max_prompt),
                aspect=work.aspect,
                resolution=work.resolution,
                seconds=work.seconds,
                first_frame_url=work.first_frame_url,
                reference_urls=work.reference_urls[: self.max_references],
            )
        )


def _clipped(prompt: str, longest: int) -> str:
    """The prompt, ended after a whole word when it is longer than the engine reads."""
    if len(prompt) <= longest:
        return prompt
    head = prompt[: longest + 1]
    return head.rpartition(" ")[0].rstrip() or head[:longest]

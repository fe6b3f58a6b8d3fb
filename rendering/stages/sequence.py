"""The ten stages in the order a film goes through them."""

from typing import cast

from rendering.models import Film
from rendering.stages import casting, clips, cost, keyframes, looks, masters, plan, screening, script, shots
from rendering.stages.showing import Stage

STAGES: dict[str, Stage] = {
    name: cast(Stage, module)
    for name, module in {
        "plan": plan, "script": script, "casting": casting, "looks": looks, "shots": shots,
        "keyframes": keyframes, "cost": cost, "clips": clips, "masters": masters, "screening": screening,
    }.items()
}  # fmt: skip
NAMES = tuple(STAGES)
WRITTEN = frozenset({"script", "casting", "shots"})
"""Stages that ask the language model."""


def stage_of(film: Film) -> Stage:
    """The stage the film is at."""
    return STAGES[film.stage]


def number_of(name: str) -> int:
    """1 to 10, as people count the gates."""
    return NAMES.index(name) + 1


def after(name: str) -> str | None:
    """The next stage, or None after the last."""
    following = NAMES[NAMES.index(name) + 1 :]
    return following[0] if following else None

"""Whose turn it is: a round in which every studio gets as many starts as it weighs, and nobody saves turns up.

Stride scheduling: each start moves a studio on by a share that is the smaller the more it weighs, and the one least
far along goes next. A studio that had nothing to send comes back where the round is now, neither ahead nor behind.
"""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rendering.models import ProviderCredential, Turn
from studios import port as studios

SHARE = 1_000_000
"""How far one start moves a studio of weight 1."""


@dataclass(frozen=True, slots=True)
class Round:
    """Which orders start, in their turn, and how far that brings each studio and the round."""

    chosen: list[int]
    served: dict[int, int]
    at: int


def give(credential: ProviderCredential, waiting: Mapping[int, Sequence[int]], places: int) -> list[int]:
    """Up to `places` of the orders that wait, by studio and oldest first. Under the credential's row lock."""
    turns = Turn.objects.across_studios(reason="a round is of all studios").filter(
        credential=credential, studio__in=waiting
    )
    served = dict(turns.values_list("studio_id", "served"))
    played = play(waiting, served, studios.weights(), at=credential.round, places=places)
    Turn.objects.bulk_create(
        [Turn(credential=credential, studio_id=studio, served=far) for studio, far in played.served.items()],
        update_conflicts=True,
        unique_fields=["credential", "studio"],
        update_fields=["served"],
    )
    ProviderCredential.objects.across_studios(reason="a round is of all studios").filter(
        pk=credential.pk
    ).update(round=played.at)
    return played.chosen


def play(
    waiting: Mapping[int, Sequence[int]],
    served: Mapping[int, int],
    weights: Mapping[int, int],
    *,
    at: int,
    places: int,
) -> Round:
    """The round from `at` on, for as many starts as there are places. Pure."""
    line = [(max(served.get(studio, 0), at), studio, 0) for studio, orders in waiting.items() if orders]
    heapq.heapify(line)
    chosen: list[int] = []
    moved: dict[int, int] = {}
    while line and len(chosen) < places:
        at, studio, number = heapq.heappop(line)
        chosen.append(waiting[studio][number])
        moved[studio] = at + SHARE // weights.get(studio, 1)
        if number + 1 < len(waiting[studio]):
            heapq.heappush(line, (moved[studio], studio, number + 1))
    return Round(chosen, moved, at)

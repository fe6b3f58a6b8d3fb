"""What the provider's own limits allow, and what the studios' turns could be at best. Pure."""

import heapq
from collections import Counter
from collections.abc import Collection, Sequence


def ceiling_seconds(count: int, *, starts: int, window: float) -> float:
    """The least time from the first of so many starts to the last, `starts` in any `window` seconds."""
    return (count - 1) // starts * window


def makespan_seconds(*stages: Sequence[float], starts: int, window: float, in_flight: int) -> float:
    """The least time in which orders that take so long, in this order, can all be made; a stage begins after the last
    order of the one before.

    Shots of one stage wait for none of each other, so the critical path is one order of each stage; the rest is the
    start window and how many may be under way at once.
    """
    begun: list[float] = []
    ended = 0.0
    for latencies in stages:
        ends: list[float] = []
        earliest = ended
        for latency in latencies:
            at = max(earliest, begun[-starts] + window if len(begun) >= starts else 0.0)
            if len(ends) == in_flight:
                at = max(at, heapq.heappop(ends))
            begun.append(at)
            earliest = at
            heapq.heappush(ends, at + latency)
            ended = max(ended, at + latency)
    return ended


def jain(shares: Sequence[int]) -> float:
    """1 when all have as much, 1/n when one of n has everything."""
    squares = sum(share * share for share in shares)
    return sum(shares) ** 2 / (len(shares) * squares) if squares else 1.0


def fairness(starts: Sequence[str], studios: Collection[str], *, each: int) -> float:
    """Jain's index of the starts each studio has had, after every `each` of them, at its worst.

    Each time it is divided by the best that whole starts allow: after 20 starts, 50 studios can not all have as many.
    """
    worst = 1.0
    for end in range(each, len(starts) + 1, each):
        had = Counter(starts[:end])
        share, more = divmod(end, len(studios))
        best = jain([share + 1] * more + [share] * (len(studios) - more))
        worst = min(worst, jain([had[studio] for studio in studios]) / best)
    return worst

"""Interleaved pairs: two things measured in turn, so that whatever else the machine does falls on both."""

import statistics
from collections.abc import Callable, Sequence
from typing import NamedTuple

PAIRS = 7
Measure = Callable[[], float]
"""Does some work and returns how much of it was done in a second (or, where that is said, how long it took)."""


class Ratio(NamedTuple):
    """What a measurement says: the ratio of each pair, and the figures behind the median one."""

    what: str
    goal: str
    is_met: bool
    median: float
    least: float
    most: float
    figures: str


def ratio(
    what: str, *, of: Measure, to: Measure, at_least: float | None = None, at_most: float | None = None,
    unit: str = "/s", pairs: int = PAIRS,
) -> Ratio:  # fmt: skip
    """Measure `of` and `to` in turn, the order changing from pair to pair, and compare the median with the goal."""
    found = [_pair(of, to, is_first=number % 2 == 0) for number in range(pairs)]
    return summed_up(what, found, at_least=at_least, at_most=at_most, unit=unit)


def summed_up(
    what: str, found: Sequence[tuple[float, float]], *, at_least: float | None = None, at_most: float | None = None,
    unit: str,
) -> Ratio:  # fmt: skip
    """The median and the range of the pairs' ratios."""
    ratios = sorted(one / other for one, other in found)
    median = statistics.median(ratios)
    one, other = (statistics.median(side) for side in zip(*found, strict=True))
    is_met = (at_least is None or median >= at_least) and (at_most is None or median <= at_most)
    goal = f"≥ {at_least:.2f}" if at_least is not None else f"≤ {at_most:.2f}" if at_most is not None else ""
    return Ratio(what, goal, is_met, median, ratios[0], ratios[-1], f"{one:,.1f} : {other:,.1f} {unit}")


def _pair(of: Measure, to: Measure, *, is_first: bool) -> tuple[float, float]:
    if is_first:
        return of(), to()
    other = to()
    return of(), other


def table(rows: Sequence[Ratio]) -> list[str]:
    """The rows as lines of a table."""
    width = max(len(row.what) for row in rows)
    lines = [f"{'':{width}}  median  range            goal     figures (medians)"]
    for row in rows:
        mark = ("met" if row.is_met else "MISSED") if row.goal else ""
        spread = f"{row.least:.2f} – {row.most:.2f}"
        lines.append(
            f"{row.what:{width}}  {row.median:6.2f}  {spread:<15}  {row.goal:<7}  {mark:<6}  {row.figures}"
        )
    return lines

from collections.abc import Iterator
from itertools import count

import pytest

from bench.pairs import ratio, summed_up, table


def test_pairs_are_taken_in_turn_and_the_order_changes() -> None:
    taken: list[str] = []

    def named(name: str) -> float:
        taken.append(name)
        return 1.0

    ratio("x", of=lambda: named("a"), to=lambda: named("b"), pairs=4)
    assert taken == ["a", "b", "b", "a", "a", "b", "b", "a"]


def test_the_median_and_the_range_are_those_of_the_pairs() -> None:
    found = [(1.0, 2.0), (3.0, 2.0), (2.0, 2.0)]
    row = summed_up("x", found, at_least=0.9, at_most=None, unit="/s")
    assert (row.median, row.least, row.most, row.is_met, row.goal) == (1.0, 0.5, 1.5, True, "≥ 0.90")
    assert row.figures == "2.0 : 2.0 /s"


@pytest.mark.parametrize(
    ("least", "most", "is_met"), [(0.5, None, True), (1.5, None, False), (None, 2, True), (None, 0.5, False)]
)
def test_a_goal_is_met_or_missed(least: float | None, most: float | None, is_met: bool) -> None:
    assert summed_up("x", [(1.0, 1.0)], at_least=least, at_most=most, unit="").is_met is is_met


def test_the_table_says_which_goals_are_missed() -> None:
    numbers: Iterator[int] = count(1)
    rows = [
        ratio("one thing", of=lambda: next(numbers), to=lambda: 10, at_least=0.9, pairs=3),
        summed_up("another", [(2.0, 1.0)], at_least=None, at_most=6, unit="ms"),
    ]
    lines = table(rows)
    assert [("MISSED" in line, "met" in line) for line in lines[1:]] == [(True, False), (False, True)]

"""What the order bench compares with: the provider's own limits, and turns as fair as whole starts allow."""

from functools import partial

import pytest

from bench.orders.bounds import ceiling_seconds, fairness, jain, makespan_seconds

ceiling = partial(ceiling_seconds, starts=2, window=10.0)
makespan = partial(makespan_seconds, starts=2, window=10.0)


@pytest.mark.parametrize(("count", "seconds"), [(1, 0), (2, 0), (3, 10), (4, 10), (5, 20)])
def test_the_last_of_many_starts_waits_for_every_full_window_before_it(count: int, seconds: float) -> None:
    assert ceiling(count) == seconds


def test_a_few_orders_take_as_long_as_the_slowest() -> None:
    assert makespan([3.0, 5.0], in_flight=9) == 5.0


def test_more_than_a_window_takes_wait_for_the_next() -> None:
    assert makespan([3.0, 5.0, 4.0], in_flight=9) == 14.0


def test_a_start_waits_for_the_start_a_window_before_it_and_not_for_round_numbers() -> None:
    late_second = makespan([1.0] * 4, in_flight=1)
    assert late_second == 12.0  # starts at 0, 1, 10 and 11


def test_no_more_than_the_places_in_flight_are_under_way() -> None:
    assert makespan_seconds([6.0] * 4, starts=9, window=10.0, in_flight=2) == 12.0


def test_a_stage_begins_after_the_last_order_of_the_one_before() -> None:
    assert makespan([3.0, 5.0], [1.0], in_flight=9) == 11.0  # the window is open again after 10


def test_a_stage_begins_at_once_where_the_window_is_open() -> None:
    assert makespan([12.0], [1.0, 2.0], in_flight=9) == 14.0


def test_nothing_takes_no_time() -> None:
    assert makespan([], in_flight=1) == 0.0


def test_jain_is_one_for_equal_shares_and_one_nth_for_one_who_has_all() -> None:
    assert jain([3, 3, 3]) == 1.0
    assert jain([9, 0, 0]) == pytest.approx(1 / 3)


def test_turns_in_a_round_are_as_fair_as_whole_starts_allow() -> None:
    assert fairness(["a", "b", "c"] * 4, {"a", "b", "c"}, each=2) == 1.0


def test_one_after_the_other_is_not_fair() -> None:
    assert fairness(["a"] * 4 + ["b"] * 4, {"a", "b"}, each=2) == 0.5

"""Turns: round the studios by weight, oldest first within each, and nobody saves turns up."""

from collections import Counter
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from rendering.services.ordering.turns import SHARE, play

STUDIOS = st.dictionaries(
    st.integers(1, 12), st.tuples(st.integers(1, 10), st.integers(0, 60)), min_size=1, max_size=12
)


def queues(lengths: dict[int, int]) -> dict[int, list[int]]:
    """Orders numbered in the order in which the studios queued them, one studio after the other."""
    numbers = count(1)
    return {studio: [next(numbers) for _ in range(length)] for studio, length in lengths.items()}


@given(STUDIOS, st.integers(0, 40))
def test_it_gives_as_many_as_there_is_room_for_each_once_and_oldest_first(
    studios: dict[int, tuple[int, int]], room: int
) -> None:
    waiting = queues({studio: length for studio, (_, length) in studios.items()})
    chosen = play(waiting, {}, {s: w for s, (w, _) in studios.items()}, at=0, places=room).chosen
    assert len(chosen) == min(room, sum(map(len, waiting.values())))
    for orders in waiting.values():
        mine = [order for order in chosen if order in orders]
        assert mine == orders[: len(mine)]


@settings(deadline=None)
@given(st.dictionaries(st.integers(1, 30), st.integers(1, 5), min_size=2, max_size=30), st.integers(1, 20))
def test_over_many_windows_each_studio_is_served_by_its_weight(weights: dict[int, int], room: int) -> None:
    windows = 60
    waiting = queues(dict.fromkeys(weights, windows * room))
    served: dict[int, int] = {}
    at, given_out = 0, Counter[int]()
    for _ in range(windows):
        played = play(waiting, served, weights, at=at, places=room)
        served |= played.served
        at = played.at
        for studio in waiting:
            mine = len(set(played.chosen) & set(waiting[studio][:room]))
            given_out[studio] += mine
            waiting[studio] = waiting[studio][mine:]
    # Between any two studios the service per weight never differs by more than one start each.
    shares = [given_out[studio] / weight for studio, weight in weights.items()]
    assert max(shares) - min(shares) <= 2


def test_a_single_order_goes_in_the_next_window_beside_a_thousand() -> None:
    waiting = {1: list(range(1000))}
    first = play(waiting, {}, {}, at=0, places=20)
    waiting = {1: list(range(20, 1000)), 2: [5000]}
    second = play(waiting, first.served, {}, at=first.at, places=20)
    assert 5000 in second.chosen[:2]


def test_a_studio_that_had_nothing_to_send_does_not_catch_up() -> None:
    served = {1: 500 * SHARE}
    chosen = play(queues({1: 100, 2: 100}), served, {}, at=499 * SHARE, places=20).chosen
    assert Counter("two" if order > 100 else "one" for order in chosen) in (
        {"one": 10, "two": 10},
        {"one": 9, "two": 11},
    )

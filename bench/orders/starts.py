"""Starts: how near to the provider's window, how fair to many studios, and how soon for one beside a large one."""

import time

from bench.orders import bounds, films
from bench.orders.floor import Floor
from bench.pairs import Ratio, summed_up
from rendering.provider.limits import STARTS_PER_WINDOW, WINDOW_SECONDS

NEIGHBORS = 3
PAUSE_SECONDS = 3.0
"""Between neighbors, so that each comes at another moment of the window."""


def measurements(floor: Floor, *, is_quick: bool) -> list[Ratio]:
    return [*_many_studios(floor, is_quick=is_quick), _neighbor(floor, shots=60 if is_quick else 1000)]


def _many_studios(floor: Floor, *, is_quick: bool) -> list[Ratio]:
    studios, each = (20, 2) if is_quick else (50, 8)
    total = studios * each
    refused = floor.refused()
    made = [films.film(films.studio(), each) for _ in range(studios)]
    floor.queue(*made)
    least = bounds.ceiling_seconds(total, starts=STARTS_PER_WINDOW, window=WINDOW_SECONDS)
    floor.until(
        lambda: films.count(*made, task_id__isnull=False) == total, f"{total} starts", within=3 * least + 60
    )
    orders = floor.orders_of(*made)
    took = (orders[-1]["createdAt"] - orders[0]["createdAt"]) / 1000
    owner = {attempt.task_id: str(attempt.studio_id) for attempt in films.attempts(*made)}
    turns = [owner[order["taskId"]] for order in orders]
    fair = bounds.fairness(turns, {str(film.studio_id) for film in made}, each=STARTS_PER_WINDOW)
    refused = floor.refused() - refused
    what = f"{total} starts of {studios} studios"
    return [
        summed_up(f"{what} to the window's ceiling", [(least, took)], at_least=0.98, unit="s"),
        summed_up(f"{what}, refused as too fast", [(refused, total)], at_most=0, unit="starts"),
        summed_up(f"{what}, the worst Jain index", [(fair, 1)], at_least=0.95, unit=""),
    ]


def _neighbor(floor: Floor, *, shots: int) -> Ratio:
    """Studios with one shot each, while a film of very many is being shot."""
    floor.until_quiet()
    large = films.film(films.studio(), shots)
    floor.queue(large)
    floor.until(lambda: films.count(large, task_id__isnull=False) >= STARTS_PER_WINDOW, "a full window")
    waits = []
    for _ in range(NEIGHBORS):
        time.sleep(PAUSE_SECONDS)
        waits.append((_wait_of(floor), float(WINDOW_SECONDS)))
    films.stop(large)
    return summed_up(f"one shot beside {shots}, its wait to a window", waits, at_most=1, unit="s")


def _wait_of(floor: Floor) -> float:
    """Seconds from the queue to the start, of the only shot of a new studio."""
    small = films.film(films.studio(), 1)
    films.begin(small)
    floor.until(lambda: films.count(small, task_id__isnull=False) == 1, "the one start")
    (attempt,), (order,) = films.attempts(small), floor.orders_of(small)
    return float(order["createdAt"]) / 1000 - attempt.created_at.timestamp()

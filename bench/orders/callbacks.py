"""Callbacks: how soon the provider has its answer, also while the server of messages says nothing."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from bench.orders import films
from bench.orders.floor import LONG_SECONDS, Floor, valkey
from bench.pairs import PAIRS, Ratio, summed_up
from rendering.models import Attempt
from rendering.provider import callbacks

GOAL_SECONDS = 1.0


def measurements(floor: Floor, *, is_quick: bool) -> list[Ratio]:
    """Each callback is the first of its order, so that each has a worker rung for."""
    floor.until_quiet()
    floor.tell_sandbox("settings", latency_seconds=LONG_SECONDS)
    film = films.film(films.studio(), 2 * PAIRS)
    floor.queue(film)
    floor.until(lambda: films.count(film, status="sent") == 2 * PAIRS, "orders in flight")
    orders = films.attempts(film)
    heard = [_answered(floor, order) for order in orders[:PAIRS]]
    with _silent_valkey():
        unheard = [_answered(floor, order) for order in orders[PAIRS:]]
    films.stop(film)
    return [
        _row("a callback's answer to a second", heard),
        _row("the same while Valkey is silent", unheard),
    ]


def _row(what: str, took: list[float]) -> Ratio:
    return summed_up(what, [(seconds, GOAL_SECONDS) for seconds in took], at_most=1, unit="s")


def _answered(floor: Floor, order: Attempt) -> float:
    """Seconds until the web has answered."""
    task, moment = order.task_id or "", str(int(time.time()))
    signed = {
        callbacks.TIMESTAMP_HEADER: moment,
        callbacks.SIGNATURE_HEADER: callbacks.signature(task, moment, settings.POD_KIE_WEBHOOK_KEY),
    }
    began = time.perf_counter()
    answer = floor.web.post(
        f"/hooks/kie/{order.public_id}/{order.token}", json={"data": {"taskId": task}}, headers=signed
    )
    took = time.perf_counter() - began
    answer.raise_for_status()
    return took


@contextmanager
def _silent_valkey() -> Iterator[None]:
    """It takes connections and bytes, and answers nothing."""
    server = valkey()
    server.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        server.send_signal(signal.SIGCONT)

"""The floor: sandbox, web, worker and beat beside the bench's servers, with the provider's strict limits."""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from bench.orders import films
from crash.processes import Processes
from pod_service.embedded import programs
from rendering import tasks
from rendering.doorbell import ring
from rendering.models import Attempt, Film, Halt
from rendering.provider.limits import WINDOW_SECONDS
from rendering.services.ordering import halts

LONG_SECONDS = 600.0
"""A latency of the sandbox's in which nothing ends while it is looked at."""
BUSY = ("queued", "sending", "sent")


class Floor(Processes):
    breath_seconds = 0.5  # what a look costs is taken from what is measured

    def __init__(self, var: Path, addresses: Mapping[str, str], *, has_callbacks: bool = True) -> None:
        super().__init__(var, addresses, has_callbacks=has_callbacks, workers=programs.workers())

    def refused(self) -> int:
        """How many starts and look-ups the sandbox refused as too fast, so far."""
        told: dict[str, Any] = self.sandbox.get("/_sandbox/refusals").raise_for_status().json()
        return int(told["starts"]["refused"]) + int(told["look_ups"]["refused"])

    def queue(self, *made: Film) -> None:
        """Have the workers queue their shots and start none of them before all wait."""
        halts.begin(Halt.Kind.PROVIDER, why="the bench queues first", by="bench")
        shots = sum(film.shots.count() for film in made)
        for film in made:
            films.begin(film)
        self.until(lambda: films.count(*made) == shots, f"{shots} orders in the queue", within=600)
        halts.lift(Halt.Kind.PROVIDER)
        ring(tasks.give_slots)

    def until_quiet(self) -> None:
        """Nothing is under way, and no start is left in the window."""
        rows = Attempt.objects.across_studios(reason=films.WHY)
        self.until(lambda: not rows.filter(status__in=BUSY, take__film__status="working").exists(), "quiet")
        time.sleep(WINDOW_SECONDS + 1)

    def orders_of(self, *made: Film) -> list[dict[str, Any]]:
        """What the sandbox billed for these films, in the order in which it began."""
        tasks_of = {attempt.task_id for attempt in films.attempts(*made)}
        orders = [order for order in self.bill() if order["taskId"] in tasks_of]
        return sorted(orders, key=lambda order: float(order["createdAt"]))


@contextmanager
def opened(var: Path, *, latency_seconds: float) -> Iterator[Floor]:
    """Everything runs while the block does."""
    addresses = {
        name: os.environ[name] for name in ("POD_DATABASE_URL", "POD_REDIS_URL", "POD_EMBEDDED")
    } | {"PYTHONUNBUFFERED": "1"}  # fmt: skip
    floor = Floor(var, addresses)
    try:
        floor.open()
        floor.tell_sandbox(
            "settings", media="plain", latency_seconds=latency_seconds, failure_rate=0, balance="1000000"
        )
        yield floor
    finally:
        floor.close()


def valkey() -> psutil.Process:
    """The server of all messages."""
    import redis
    from django.conf import settings

    with redis.Redis.from_url(settings.POD_REDIS_URL) as client:
        return psutil.Process(int(client.info("server")["process_id"]))

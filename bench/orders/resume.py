"""Everything is killed while orders are in flight: nothing is ordered again, and each is asked about once."""

import time
from itertools import count

import psutil
from django.db import OperationalError, connection
from django.db.models import Sum

from bench.orders import films
from bench.orders.floor import LONG_SECONDS, Floor, valkey
from bench.pairs import Ratio, summed_up
from core import clock
from rendering.models import Attempt, Film
from rendering.services.ordering import pacing

COUNTED = {"kind": "slow_answer", "route": "recordInfo", "share": 0.0}
"""Strikes nothing: the sandbox says how many requests such a rule was tried on."""
accounts = count(1)


def measurements(floor: Floor, *, is_quick: bool) -> list[Ratio]:
    studios, each = (2, 20) if is_quick else (4, 100)
    floor.until_quiet()
    floor.tell_sandbox("settings", latency_seconds=LONG_SECONDS)
    keys = [f"bench-account-{next(accounts)}" for _ in range(studios)]
    for key in keys:
        floor.tell_sandbox("accounts", key=key, balance="100000")
    made = [films.film(films.studio(own_key=key), each) for key in keys]
    floor.queue(*made)
    total = studios * each
    floor.until(lambda: films.count(*made, status="sent") == total, f"{total} orders in flight", within=300)
    before, asked = _ordered(floor, keys), _look_ups(made)
    killed, began = _killed(floor), time.perf_counter()
    floor.start()
    floor.until(lambda: films.count(*made, looked_up_at__gt=killed) == total, "each looked up", within=300)
    took = time.perf_counter() - began
    by_sandbox = int(floor.sandbox.get("/_sandbox/faults").json()["rules"][0]["matched"])
    asked = _look_ups(made) - asked
    again = _ordered(floor, keys) - before
    least = each * pacing.SPACING.total_seconds()
    what = f"{total} orders after kill -9"
    return [
        summed_up(f"{what}, ordered again", [(again, total)], at_most=0, unit="orders"),
        summed_up(
            f"{what}, look-ups until each was seen", [(max(by_sandbox, asked), total)], at_most=1, unit=""
        ),
        summed_up(
            f"{what}, all seen, to {each} look-ups at {pacing.PER_SECOND}/s", [(took, least)], unit="s"
        ),
    ]


def _killed(floor: Floor) -> object:
    """Kill web, worker, beat, Valkey and PostgreSQL at once; when that was, by the database's clock."""
    servers = [valkey(), _postgres()]
    floor.kill()
    for server in servers:
        server.kill()
    floor.tell_sandbox("faults", rules=[COUNTED])
    connection.close()
    floor.until(_database_answers, "PostgreSQL again")
    return clock.now()


def _postgres() -> psutil.Process:
    """The one that starts the others; each of those ends when it finds it gone."""
    connection.ensure_connection()
    return psutil.Process(connection.connection.info.backend_pid).parents()[0]


def _database_answers() -> bool:
    try:
        connection.ensure_connection()
    except OperationalError:
        return False
    return True


def _ordered(floor: Floor, keys: list[str]) -> int:
    return sum(len(floor.bill(key)) for key in keys)


def _look_ups(made: list[Film]) -> int:
    rows = Attempt.objects.across_studios(reason=films.WHY).filter(take__film__in=made)
    return int(rows.aggregate(all=Sum("look_ups"))["all"] or 0)

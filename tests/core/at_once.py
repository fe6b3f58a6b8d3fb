"""Several things at the same moment, each on a database connection of its own."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Event, Thread
from typing import TypeVar

from django.db import connection, transaction

Result = TypeVar("Result")
PATIENCE_SECONDS = 30


def at_once(calls: Sequence[Callable[[], Result]]) -> list[Result | Exception]:
    """What each call returned or raised, in order; none begins before all have a connection."""
    start = Barrier(len(calls))

    def run(call: Callable[[], Result]) -> Result | Exception:
        try:
            connection.ensure_connection()
            start.wait(PATIENCE_SECONDS)
            return call()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@contextmanager
def meanwhile(body: Callable[[Event, Event], None]) -> Iterator[Event]:
    """Run `body(reached, go_on)` on another connection; the block starts once it has set `reached`.

    The block may set what is yielded to let the body go on; leaving the block does.
    """
    reached, go_on, failures = Event(), Event(), list[BaseException]()

    def run() -> None:
        try:
            body(reached, go_on)
        except BaseException as failure:
            failures.append(failure)
        finally:
            reached.set()
            connection.close()

    thread = Thread(target=run)
    thread.start()
    try:
        assert reached.wait(PATIENCE_SECONDS)
        yield go_on
    finally:
        go_on.set()
        thread.join(PATIENCE_SECONDS)
    assert not thread.is_alive()
    for failure in failures:
        raise failure


def until_somebody_waits_for_a_lock() -> None:
    """Until another connection stands before a lock. Not inside a transaction: there nothing new would be seen."""
    with connection.cursor() as cursor:
        for _ in range(200):
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone() != (0,):
                return
            time.sleep(0.05)
    raise AssertionError("nobody waits")


def beside(does: Callable[[], object], other: Callable[[], object]) -> None:
    """Do one in a transaction that ends once the other, on a connection of its own, waits for it."""

    def first(reached: Event, go_on: Event) -> None:
        with transaction.atomic():
            does()
            reached.set()
            assert go_on.wait(PATIENCE_SECONDS)

    def second(reached: Event, _go_on: Event) -> None:
        reached.set()
        other()

    with meanwhile(first) as go_on, meanwhile(second):
        until_somebody_waits_for_a_lock()
        go_on.set()

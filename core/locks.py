"""The one place that takes locks. All live in PostgreSQL: on rows inside a transaction, or on a session."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection, models, transaction

Row = TypeVar("Row", bound=models.Model)


def row(query: models.QuerySet[Row]) -> Row | None:
    """Lock and return the one row of `query`, waiting for whoever has it. Needs an open transaction."""
    return query.select_for_update().order_by("pk").first()


def rows(query: models.QuerySet[Row]) -> list[Row]:
    """Lock and return the rows of `query` in the order of their ids, so that no two who do can wait for each other."""
    return list(query.select_for_update(of=("self",)).order_by("pk"))


@contextmanager
def only_one(space: int, number: int) -> Iterator[bool]:
    """Hold a session lock named by two integers while the block runs; yields False when another session has it.

    It outlives transactions and ends with its connection, so a worker that is killed leaves nothing locked.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [space, number])
        (taken,) = cursor.fetchone()
    try:
        yield taken
    finally:
        if taken and connection.needs_rollback:
            connection.close()  # it can be asked nothing any more, and would keep the lock
        elif taken and connection.connection is not None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [space, number])


def claim(space: int, name: str) -> bool:
    """Take a lock until this transaction ends, named by a text; False when another transaction has it."""
    assert transaction.get_connection().in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [space, name])
        return bool(cursor.fetchone()[0])

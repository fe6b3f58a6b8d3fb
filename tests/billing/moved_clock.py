"""The database's clock, moved: PostgreSQL itself tells another time, to whoever looks for `now()` along a search path.

Rows, triggers, statements and Django's `Now()` all ask by these names, so a month can really turn in a test.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

SEARCH_PATH = "moved_clock, pg_catalog, public"
FUNCTIONS = ("now", "clock_timestamp", "statement_timestamp")
MOVED = """
CREATE FUNCTION moved_clock.NAME() RETURNS timestamptz LANGUAGE sql VOLATILE
AS 'SELECT pg_catalog.NAME() + (SELECT by FROM moved_clock.offset_)'
"""


class Clock:
    """What the database tells the time as, in every connection that has the search path."""

    def set_to(self, instant: datetime) -> None:
        _run("UPDATE moved_clock.offset_ SET by = %s - pg_catalog.clock_timestamp()", instant)

    def move(self, length: timedelta) -> None:
        _run("UPDATE moved_clock.offset_ SET by = by + %s", length)


@contextmanager
def moved_clock(*, everywhere: bool = False) -> Iterator[Clock]:
    """A clock that can be moved while the block runs: for this connection, or for all that are made from now on."""
    _run("CREATE SCHEMA moved_clock")
    _run("CREATE TABLE moved_clock.offset_ (by interval NOT NULL)")
    _run("INSERT INTO moved_clock.offset_ VALUES ('0')")
    for name in FUNCTIONS:
        _run(MOVED.replace("NAME", name))
    _run(f"SET search_path = {SEARCH_PATH}")
    database = f'ALTER DATABASE "{connection.settings_dict["NAME"]}"'
    if everywhere:
        _run(f"{database} SET search_path = {SEARCH_PATH}")
    try:
        yield Clock()
    finally:
        if everywhere:
            _run(f"{database} RESET search_path")
        _run("RESET search_path")
        _run("DROP SCHEMA moved_clock CASCADE")


def _run(statement: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)

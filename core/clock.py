"""The database's clock: the only one that money is dated by."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection


def now() -> datetime:
    """The instant this transaction began, in UTC, by PostgreSQL's clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        instant: datetime = cursor.fetchone()[0]
    return instant


def month_start(zone: ZoneInfo) -> date:
    """The first day of the month it is now in `zone`."""
    return now().astimezone(zone).date().replace(day=1)


def from_now(**length: int) -> datetime:
    """The instant this far ahead, such as `from_now(days=30)`."""
    return now() + timedelta(**length)

"""The three hot money moves. Each is one statement in `billing/sql`, for any number of lines.

A statement is a transaction by itself, or a part of its caller's: no BEGIN, COMMIT or savepoint of its own.
"""

from collections.abc import Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor

from billing.errors import AllowanceMissing, ClockWentBack, InsufficientAllowance
from billing.models import ApprovalLine, Cap, Hold
from billing.services import topups
from billing.services.caps import MonthCaps
from core import ids
from core.amounts import Credits

SQL = Path(__file__).resolve().parent.parent / "sql"


class Resolved(NamedTuple):
    """A hold that this call ended: what was set aside, and what of it was posted."""

    id: int
    amount: Credits
    captured: Credits


def authorize(
    lines: Sequence[ApprovalLine],
    *,
    subject: str,
    month: MonthCaps,
    film: Cap | None,
    mandate: Cap | None,
    reference: str,
) -> frozenset[int]:
    """Place a hold for each approval line; returns the ids of the lines that were funded.

    Fewer than asked only where the film's budget ran out: those lines stay released and wait for a higher budget.
    Raises InsufficientAllowance, and then holds nothing, when the month (or the mandate) is short; AllowanceMissing
    and ClockWentBack when it can not be known.
    """
    parameters = {
        "studio": month.studio.studio_id, "subject": subject, "reference": reference,
        "month_cap": month.studio.pk, "license_cap": month.license and month.license.pk,
        "film_cap": film and film.pk, "mandate_cap": mandate and mandate.pk,
        "lines": [line.pk for line in lines], "public_ids": [ids.new("hld") for _ in lines],
        "amounts": [line.quote_line.amount for line in lines],
    }  # fmt: skip
    while True:
        [(outcome, placed, needed, scope, available, *as_of)] = _run("authorize", parameters)
        if outcome != "raise_ended":
            break
        topups.end_due_of(month.studio)
    match outcome:
        case "placed":
            return frozenset(placed)
        case "refused":
            raise InsufficientAllowance(needed=needed, available=available, scope=scope, as_of=tuple(as_of))
        case "clock_back":
            raise ClockWentBack(
                "The clock of the service stands in the past, so nothing was ordered. Tell your studio contact."
            )
        case _:
            raise AllowanceMissing(
                "The allowance this is charged to could not be found, so nothing was ordered."
            )


def capture(amounts: Mapping[int, Credits]) -> list[Resolved]:
    """Post what the provider reported for each hold id, at most the hold, giving the rest back.

    A hold that was resolved before is left as it is and is not in the answer.
    """
    if not amounts:
        return []
    rows = _run("capture", {"holds": list(amounts), "amounts": list(amounts.values())})
    return [Resolved(*row) for row in rows]


def void(holds: Sequence[Hold]) -> list[Resolved]:
    """Give holds back whole. A hold that was resolved before is left as it is and is not in the answer."""
    if not holds:
        return []
    return [Resolved(*row) for row in _run("void", {"holds": [hold.pk for hold in holds]})]


@cache
def _statement(name: str) -> str:
    """The statement without its comments: the driver keeps what it has parsed only up to 4096 characters."""
    lines = (SQL / f"{name}.sql").read_text().splitlines()
    return "\n".join(line.strip() for line in lines if not line.lstrip().startswith("--"))


def _run(name: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Run a statement that the server plans once for each connection: planning takes longer than running it."""
    connection.ensure_connection()
    plain: Any = ServerBindingCursor(connection.connection)  # type: ignore[call-arg]  # a cursor of psycopg
    plain.execute = partial(plain.execute, prepare=True)
    dressed = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    with dressed(plain) as cursor:
        cursor.execute(_statement(name), parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows

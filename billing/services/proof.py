"""Prove the ledger: every equation that must hold between caps, holds, entries and approvals, with its figures.

Each file of `billing/sql/proof` is one statement over one snapshot and returns a row for each of its equations: what
it says, both sides as text, and how many rows break it. With `since` it goes over what has moved from then on, from
the figures that stood before.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.db import connection
from django.db.models import Sum
from django.db.models.functions import Coalesce

from billing.models import Hold, LedgerProof
from core.amounts import ZERO, Credits

SQL = Path(__file__).resolve().parent.parent / "sql" / "proof"


class Equation(NamedTuple):
    """One thing that must be true, the two sides as text, and how many rows break it."""

    says: str
    left: str
    right: str
    broken: int

    @property
    def is_true(self) -> bool:
        return self.broken == 0


def equations(since: datetime | None = None) -> Iterator[Equation]:
    """Work out every equation from the rows, a statement at a time."""
    for statement in _statements():
        with connection.cursor() as cursor:
            cursor.execute(statement, {"since": since})
            yield from [Equation(*row) for row in cursor.fetchall()]


def run(since: datetime | None = None) -> list[Equation]:
    """Work out every equation and keep what came of it."""
    proof = LedgerProof.objects.create(since=since)
    worked_out = list(equations(since))
    proof.broken = [equation.says for equation in worked_out if not equation.is_true]
    proof.save(update_fields=["broken"])
    return worked_out


def proven_until() -> datetime | None:
    """From when on nothing has been proven yet; None when nothing ever was, or the newest proof did not hold."""
    newest = LedgerProof.objects.order_by("-pk").first()
    return newest.began_at if newest and not newest.broken else None


def captured_total() -> Credits:
    """All that was ever captured."""
    captured = Hold.objects.across_studios(reason="the proof covers every studio").filter(
        status=Hold.Status.CAPTURED
    )
    total: Credits = captured.aggregate(sum=Coalesce(Sum("captured"), ZERO))["sum"]
    return total


@cache
def _statements() -> list[str]:
    return [path.read_text() for path in sorted(SQL.glob("*.sql"))]

"""Reconcile a day: approvals = ledger = provider, order by order, and against the movement of the account."""

from datetime import UTC, date, datetime, time, timedelta

import structlog
from django.db.models import Q
from django.db.models.functions import Coalesce, Now

from core import clock, locks
from core.amounts import ZERO, Credits, text
from rendering.models import ProviderCredential, Reconciliation
from rendering.services.books import asking, balance, comparing, gathering, readings
from rendering.services.books.comparing import Records
from rendering.services.books.differences import Difference
from rendering.services.books.gathering import Books

log = structlog.get_logger(__name__)

LOCK_SPACE = 0xBF
DAY = timedelta(days=1)
TAKEN_UP, SILENT = timedelta(seconds=30), timedelta(minutes=5)
"""How long a worker may take to begin, and to show a further sign of life, before who waits for it gives up."""
PATIENCE = timedelta(minutes=2)
"""Longer than one question to the provider takes: a worker that is silent for so long has died."""


def ask(day: date | None = None) -> Reconciliation:
    """Ask for a day (UTC; yesterday where none is named) to be reconciled by a worker."""
    return Reconciliation.objects.create(day=day or (clock.now() - DAY).astimezone(UTC).date())


def run(reconciliation: Reconciliation) -> bool:
    """Do one. False while another one is being done; one that was done before is left as it is.

    The account is read first and last. The provider is asked in between, which takes a while: what differs afterwards
    is compared once more from the rows as they are then, and only what differs both times is named.
    """
    with locks.only_one(LOCK_SPACE, 0) as is_mine:
        if not is_mine:
            return False
        reconciliation.refresh_from_db()
        if reconciliation.ended_at is None:
            _run(reconciliation)
    return True


def abandoned() -> list[int]:
    """Those that nobody does: never taken up, or their worker died. Each is named once in `PATIENCE`."""
    heard_at = Coalesce("seen_at", "asked_at")
    silent = Reconciliation.objects.annotate(heard_at=heard_at).filter(
        ended_at=None, heard_at__lt=Now() - PATIENCE
    )
    return [one for one in silent.values_list("pk", flat=True) if silent.filter(pk=one).update(seen_at=Now())]


def is_abandoned(reconciliation: Reconciliation) -> bool:
    """True when no worker has taken it up in half a minute, or the one that did has shown no sign of life."""
    rows = Reconciliation.objects.filter(pk=reconciliation.pk, ended_at=None)
    never, silent = Q(seen_at=None, asked_at__lt=Now() - TAKEN_UP), Q(seen_at__lt=Now() - SILENT)
    return rows.filter(never | silent).exists()


def _run(reconciliation: Reconciliation) -> None:
    since = datetime.combine(reconciliation.day, time(), tzinfo=UTC)
    until = since + DAY
    _beat(reconciliation)
    _read_accounts()
    asked = asking.records_of(gathering.books_of(since, until).attempts, beat=lambda: _beat(reconciliation))
    books, found = _compared(since, until, asked.records)
    if found:
        before = {(one.code, one.about) for one in found}
        books, again = _compared(since, until, asked.records)
        found = [one for one in again if (one.code, one.about) in before]
    _read_accounts()
    found = [*asked.differences, *found, *balance.differences(since, until)]
    problems = [difference for difference in found if difference.is_problem]
    _keep(reconciliation, figures=_figures(books, asked.records), differences=[one.told() for one in found],
          problems=len(problems), ended_at=Now())  # fmt: skip
    for problem in problems:
        log.error(
            "reconcile.difference", code=problem.code.value, about=problem.about, amount=text(problem.amount)
        )


def _compared(since: datetime, until: datetime, records: Records) -> tuple[Books, list[Difference]]:
    books = gathering.books_of(since, until)
    return books, comparing.differences(books, records, now=clock.now())


def _read_accounts() -> None:
    accounts = ProviderCredential.objects.across_studios(reason="the books are everybody's")
    for shared in accounts.filter(studio=None).order_by("pk"):
        readings.read(shared)


def _figures(books: Books, records: Records) -> dict[str, object]:
    """The sums of the day's orders: approved, paid, set aside, and what the provider said they came to."""
    lines = [
        books.lines[line] for line in {attempt.line for attempt in books.attempts} if line in books.lines
    ]
    said = [comparing.charged(attempt, records.get(attempt.pk)) for attempt in books.attempts]
    sums: dict[str, Credits] = {
        "approved": sum((line.billed for line in lines), ZERO),
        "paid": sum((line.captured for line in lines), ZERO),
        "set_aside": sum((line.held for line in lines if line.status == "authorized"), ZERO),
        "provider": sum((amount for amount in said if amount is not None), ZERO),
    }
    return {"orders": len(books.attempts), **{name: text(amount) for name, amount in sums.items()}}


def _beat(reconciliation: Reconciliation) -> None:
    _keep(reconciliation, seen_at=Now())


def _keep(reconciliation: Reconciliation, **fields: object) -> None:
    Reconciliation.objects.filter(pk=reconciliation.pk).update(**fields)

"""Bring together what each book says of the orders of a day. The number of queries does not grow with theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from billing import port as billing
from billing.port import BookedLine
from core.amounts import ZERO, Credits
from rendering.models import Attempt, BalanceReading, Casting, ProviderCredential
from rendering.models.attempts import ITS_WORK, LIVE
from rendering.provider.limits import Patience
from rendering.services.books.movement import Course

WHY = "the books are everybody's"
BOOKED_WITHIN = timedelta(seconds=2 * (Patience().connect + Patience().read))
"""Longer than any order is under way: by then the provider has booked it or never will."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The attempts of a day with their lines, and the lines that moved on it; `living` are lines with a live order."""

    attempts: Sequence[Attempt]
    castings: Sequence[Casting]
    lines: dict[str, BookedLine]
    moved: frozenset[str]
    living: frozenset[str]
    made: frozenset[str]
    orders: frozenset[str]


def books_of(since: datetime, until: datetime) -> Books:
    """Everything that was sent, settled, taken or paid from `since` to before `until`, and every order in doubt."""
    moved = billing.lines_moved(since, until)
    attempts = list(
        _attempts()
        .filter(
            Q(sending_at__gte=since, sending_at__lt=until)
            | Q(settled_at__gte=since, settled_at__lt=until)
            | Q(line__in=moved)
            | Q(status=Attempt.Status.IN_DOUBT)
        )
        .select_related(*ITS_WORK)
        .order_by("pk")
    )
    lines = billing.booked_lines([*moved, *(attempt.line for attempt in attempts)])
    orders = [line.order for line in lines.values() if line.order]
    asked = Casting.objects.across_studios(reason=WHY)
    castings = asked.filter(Q(public_id__in=orders) | Q(status=Casting.Status.IN_DOUBT)).order_by("pk")
    on_lines = list(_attempts().filter(line__in=list(lines)).values_list("line", "status", "public_id"))
    return Books(
        attempts=attempts, castings=list(castings), lines=lines, moved=frozenset(moved),
        living=frozenset(line for line, status, _ in on_lines if status in LIVE),
        made=frozenset(line for line, status, _ in on_lines if status == Attempt.Status.SUCCEEDED),
        orders=frozenset(order for _, _, order in on_lines),
    )  # fmt: skip


def courses(
    credential: ProviderCredential, first: BalanceReading, last: BalanceReading, *, but: Attempt | None = None
) -> list[Course]:
    """The orders that may have moved this account between two readings, as far as we know they were placed."""
    placed = _attempts().filter(
        Q(task_id__isnull=False) | Q(status__in=[Attempt.Status.SENDING, Attempt.Status.IN_DOUBT]),
        Q(settled_at=None) | Q(settled_at__gte=first.asked_at),
        credential=credential, sending_at__lte=last.at,
    )  # fmt: skip
    others = placed.exclude(pk=but.pk) if but else placed
    rows = list(others.order_by("pk"))
    billed = billing.amounts_of([attempt.line for attempt in rows])
    return [_course(attempt, billed.get(attempt.line, ZERO)) for attempt in rows]


def _course(attempt: Attempt, billed: Credits) -> Course:
    assert attempt.sending_at is not None
    booked_by = None
    if attempt.task_id:
        latest = attempt.sending_at + BOOKED_WITHIN
        booked_by = min(attempt.answered_at or latest, latest)
    has_failed = attempt.status == Attempt.Status.FAILED
    reported = attempt.reported
    return Course(
        order=attempt.public_id, sent_at=attempt.sending_at, booked_by=booked_by,
        price=billed if has_failed or reported is None else reported,
        back_by=attempt.settled_at if has_failed else None, kept=reported or ZERO,
    )  # fmt: skip


def _attempts() -> QuerySet[Attempt]:
    return Attempt.objects.across_studios(reason=WHY)

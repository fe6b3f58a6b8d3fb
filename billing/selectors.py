"""What billing can tell: months, films' spending, and lines of a bill."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from billing.models import Allowance, ApprovalLine, Cap, Gate, Hold
from core.amounts import ZERO, Credits

THRESHOLDS = (100, 95, 80)


class MonthFigures(NamedTuple):
    """A month's allowance: what it is, what is spent and set aside, what is left (None = uncapped)."""

    month: date
    ceiling: Credits | None
    spent: Credits
    held: Credits

    @property
    def left(self) -> Credits | None:
        return None if self.ceiling is None else self.ceiling - self.spent - self.held

    @property
    def warning(self) -> int | None:
        """The highest threshold, in percent of the ceiling, that spent and held together have reached."""
        if not self.ceiling:
            return None
        used = (self.spent + self.held) * 100 / self.ceiling
        return next((threshold for threshold in THRESHOLDS if used >= threshold), None)


class Spending(NamedTuple):
    """What a subject has cost so far, and what is still set aside for it."""

    spent: Credits
    held: Credits


def month_figures(studio_id: int, month: date) -> MonthFigures:
    """The studio's month, read without opening it. A studio without an allowance has a ceiling of 0."""
    cap = Cap.objects.for_studio(studio_id).filter(scope=Cap.Scope.STUDIO_MONTH, month=month).first()
    if cap is not None:
        return MonthFigures(month, cap.ceiling, cap.spent, cap.held)
    standing = Allowance.objects.for_studio(studio_id).filter(license="").first()
    return MonthFigures(month, standing.ceiling if standing else ZERO, ZERO, ZERO)


def spending_of(studio_id: int, subjects: list[str]) -> dict[str, Spending]:
    """Spent and held of each subject that has any."""
    rows = Hold.objects.for_studio(studio_id).filter(subject__in=subjects).order_by().values("subject")
    sums = rows.annotate(
        spent=Coalesce(Sum("captured"), ZERO),
        held=Coalesce(Sum("amount", filter=Q(status="authorized")), ZERO),
    )
    return {row["subject"]: Spending(row["spent"], row["held"]) for row in sums}


def ceilings_of(studio_id: int, subjects: list[str]) -> dict[str, Credits | None]:
    """The budget of each subject that has one."""
    caps = Cap.objects.for_studio(studio_id).filter(scope=Cap.Scope.FILM, subject__in=subjects)
    return dict(caps.values_list("subject", "ceiling"))


def open_gates(studio_id: int, subjects: Sequence[str]) -> list[Gate]:
    """The open gates of these subjects, with their bills."""
    gates = Gate.objects.for_studio(studio_id).filter(subject__in=subjects, status=Gate.Status.OPEN)
    return list(gates.select_related("quote").prefetch_related("quote__lines"))


def released_lines(studio_id: int, *, subject: str) -> dict[str, ApprovalLine]:
    """The newest released line of each piece of work of the subject, with its hold where it is funded."""
    lines = ApprovalLine.objects.for_studio(studio_id).filter(quote_line__quote__subject=subject)
    return {line.quote_line.work: line for line in lines.select_related("quote_line", "hold").order_by("pk")}

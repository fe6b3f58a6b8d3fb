"""What billing can tell: months, films' spending, and lines of a bill."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce, Now

from billing.models import Allowance, ApprovalLine, Cap, CapWarning, Gate, Hold, LedgerEntry, LineUse, TopUp
from core.amounts import ZERO, Credits
from core.tenancy import StudioQuerySet

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
    figures = _figures(studio_id, Cap.Scope.STUDIO_MONTH, "", month)
    return figures or MonthFigures(month, ZERO, ZERO, ZERO)


def license_figures(studio_id: int, license_id: str, month: date) -> MonthFigures | None:
    """The license's own month, read without opening it; None when it has no allowance of its own."""
    return _figures(studio_id, Cap.Scope.LICENSE_MONTH, license_id, month) if license_id else None


def _figures(studio_id: int, scope: Cap.Scope, license_id: str, month: date) -> MonthFigures | None:
    cap = Cap.objects.for_studio(studio_id).filter(scope=scope, subject=license_id, month=month).first()
    if cap is not None:
        return MonthFigures(month, cap.ceiling, cap.spent, cap.held)
    standing = Allowance.objects.for_studio(studio_id).filter(license=license_id).first()
    return MonthFigures(month, standing.ceiling, ZERO, ZERO) if standing else None


def warnings_of(studio_id: int, month: date) -> list[CapWarning]:
    """The warnings of the studio's month so far, lowest first."""
    rows = CapWarning.objects.for_studio(studio_id)
    return list(rows.filter(cap__scope=Cap.Scope.STUDIO_MONTH, cap__month=month).order_by("percent"))


def top_ups(studio_id: int) -> StudioQuerySet[TopUp]:
    """The studio's top-ups, newest first."""
    return TopUp.objects.for_studio(studio_id).order_by("-pk")


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


class Released(NamedTuple):
    """An approval line, with its hold where it is funded; `is_live` while its approval is worth something."""

    line: ApprovalLine
    is_live: bool


def released_lines(studio_id: int, *, subject: str) -> dict[str, Released]:
    """The newest released line of each piece of work of the subject."""
    lines = ApprovalLine.objects.for_studio(studio_id).filter(quote_line__quote__subject=subject)
    known = lines.select_related("quote_line", "hold").annotate(is_live=_is_live()).order_by("pk")
    return {line.quote_line.work: Released(line, line.is_live) for line in known}


def live(lines: StudioQuerySet[ApprovalLine]) -> StudioQuerySet[ApprovalLine]:
    """Of these lines, those whose approval or mandate has neither expired nor been taken back."""
    return lines.filter(_is_live())


def _is_live() -> Q:
    return Q(approval__revoked_at=None, approval__expires_at__gt=Now()) | Q(
        mandate__revoked_at=None, mandate__expires_at__gt=Now()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargedLine:
    """An approval line whose hold is charged to a month, whenever it was paid or given back."""

    id: str
    subject: str
    work: str
    kind: str
    label: str
    spec: dict[str, Any]
    license: str
    billed: Credits
    spent: Credits
    held: Credits
    status: str
    placed_at: datetime
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RaisedBy:
    """A top-up that raised a month; `has_ended` once its part of the ceiling has left again."""

    id: str
    amount: Credits
    reason: str
    has_ended: bool
    granted_by: str
    granted_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCharges:
    """A month's figures with every line that is charged to it and every top-up that raised it, oldest first."""

    figures: MonthFigures
    lines: tuple[ChargedLine, ...]
    top_ups: tuple[RaisedBy, ...]


def month_charges(studio_id: int, month: date) -> MonthCharges:
    """What the studio's month consists of, in a fixed number of queries.

    The figures come with the holds, from one statement: read apart, a payment in between would break the sums.
    """
    figures = month_figures(studio_id, month)
    charged = Hold.objects.for_studio(studio_id).filter(
        month_cap__scope=Cap.Scope.STUDIO_MONTH, month_cap__month=month
    )
    holds = list(charged.select_related("month_cap", "approval_line__quote_line").order_by("pk"))
    if holds:
        cap = holds[0].month_cap
        figures = MonthFigures(month, cap.ceiling, cap.spent, cap.held)
    raised = TopUp.objects.for_studio(studio_id).filter(cap__scope=Cap.Scope.STUDIO_MONTH, cap__month=month)
    return MonthCharges(
        figures=figures,
        lines=tuple(_charged(hold) for hold in holds),
        top_ups=tuple(_raised(top_up) for top_up in raised.order_by("decided_at", "pk")),
    )


def _charged(hold: Hold) -> ChargedLine:
    line, billed = hold.approval_line, hold.approval_line.quote_line
    is_held = hold.status == Hold.Status.AUTHORIZED
    return ChargedLine(
        id=line.public_id, subject=hold.subject, work=billed.work, kind=billed.kind, label=billed.label,
        spec=billed.spec, license=line.license, billed=hold.amount, spent=hold.captured,
        held=hold.amount if is_held else ZERO, status=hold.status, placed_at=hold.placed_at,
        resolved_at=hold.resolved_at,
    )  # fmt: skip


def _raised(top_up: TopUp) -> RaisedBy:
    assert top_up.decided_at is not None  # topup_decided_once: what has a cap was granted
    return RaisedBy(
        id=top_up.public_id, amount=top_up.amount, reason=top_up.reason, has_ended=top_up.status == TopUp.Status.ENDED,
        granted_by=top_up.decided_by, granted_at=top_up.decided_at, expires_at=top_up.expires_at,
    )  # fmt: skip


class BookedLine(NamedTuple):
    """An approval line as the books have it.

    `order` took it (None: nobody); `status` is its hold's (None: not funded); `posted` what the ledger of its month
    says was captured for it.
    """

    id: str
    work: str
    billed: Credits
    order: str | None
    status: str | None
    held: Credits
    captured: Credits
    posted: Credits


BOOKS = "the books are everybody's"


def booked_lines(lines: Sequence[str]) -> dict[str, BookedLine]:
    """These lines, of any studio, with their holds and what was posted for them, in a fixed number of queries."""
    rows = ApprovalLine.objects.across_studios(reason=BOOKS).filter(public_id__in=lines)
    found = list(rows.select_related("quote_line", "hold", "use"))
    holds = [line.hold for line in found if hasattr(line, "hold")]
    posted = _posted([hold for hold in holds if hold.resolved_at])
    return {line.public_id: _booked(line, posted) for line in found}


def lines_moved(since: datetime, until: datetime) -> list[str]:
    """The lines that an order took, or whose credits were captured, from `since` to before `until`."""
    uses = LineUse.objects.across_studios(reason=BOOKS).filter(taken_at__gte=since, taken_at__lt=until)
    paid = Hold.objects.across_studios(reason=BOOKS).filter(
        status=Hold.Status.CAPTURED, resolved_at__gte=since, resolved_at__lt=until
    )
    taken = uses.values_list("approval_line__public_id", flat=True)
    return sorted({*taken, *paid.values_list("approval_line__public_id", flat=True)})


def _booked(line: ApprovalLine, posted: dict[tuple[int, str], Credits]) -> BookedLine:
    hold: Hold | None = getattr(line, "hold", None)
    use: LineUse | None = getattr(line, "use", None)
    return BookedLine(
        id=line.public_id, work=line.quote_line.work, billed=line.quote_line.amount, order=use.order if use else None,
        status=hold.status if hold else None, held=hold.amount if hold else ZERO,
        captured=hold.captured if hold else ZERO,
        posted=posted.get((hold.month_cap_id, hold.public_id), ZERO) if hold else ZERO,
    )  # fmt: skip


def _posted(holds: Sequence[Hold]) -> dict[tuple[int, str], Credits]:
    """What the month's ledger captured for each of these holds; an order captures one at a time, under its id."""
    entries = LedgerEntry.objects.across_studios(reason=BOOKS).filter(
        kind=LedgerEntry.Kind.CAPTURE, reference__in=[hold.public_id for hold in holds],
        cap__in={hold.month_cap_id for hold in holds},
    )  # fmt: skip
    sums = entries.order_by().values_list("cap", "reference").annotate(posted=Sum("amount"))
    return {(cap, reference): posted for cap, reference, posted in sums}

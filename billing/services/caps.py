"""Open, read and change caps. Months turn by the database's clock in the studio's time zone; there is no reset job."""

from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce, Now

from billing.errors import AllowanceMissing, CeilingTooLow, NoCeiling
from billing.models import Allowance, Cap, LedgerEntry, TopUp
from core import clock, locks
from core.amounts import ZERO, Credits, text
from studios import port as studios


class MonthCaps(NamedTuple):
    """The caps a hold of this month is charged to: the studio's, and the license's when it has one."""

    studio: Cap
    license: Cap | None


def month_of(timezone: str) -> date:
    """The first day of the current month where the studio is, by the database's clock."""
    return clock.month_start(ZoneInfo(timezone))


def open_month(studio_id: int, *, timezone: str, license_id: str) -> MonthCaps:
    """The month's caps, opened from the standing allowances the first time they are touched.

    Raises AllowanceMissing when the studio has none: no row means no, never "unlimited".
    """
    month = month_of(timezone)
    standing = dict(
        Allowance.objects.for_studio(studio_id)
        .filter(license__in=["", license_id])
        .values_list("license", "ceiling")
    )
    if "" not in standing:
        raise AllowanceMissing(
            "No monthly allowance is set for this studio, so nothing was ordered. Ask your studio contact."
        )
    studio_cap = _open(studio_id, Cap.Scope.STUDIO_MONTH, "", month, standing[""])
    if not license_id or license_id not in standing:
        return MonthCaps(studio_cap, None)
    return MonthCaps(
        studio_cap, _open(studio_id, Cap.Scope.LICENSE_MONTH, license_id, month, standing[license_id])
    )


def open_film(studio_id: int, *, film: str, ceiling: Credits) -> Cap:
    """The film's budget."""
    return _open(studio_id, Cap.Scope.FILM, film, None, ceiling)


def film_cap(studio_id: int, film: str) -> Cap | None:
    """The film's budget, or None when it has none."""
    return Cap.objects.for_studio(studio_id).filter(scope=Cap.Scope.FILM, subject=film).first()


@transaction.atomic
def set_budget(studio_id: int, *, film: str, ceiling: Credits) -> None:
    """Give the film a budget or change it. Raises CeilingTooLow below what is committed.

    Takes every cap that the film's holds are charged to, in the order of the money statements: what has waited for
    the budget may be funded in the same transaction while a worker pays for what was ordered.
    """
    budget = open_film(studio_id, film=film, ceiling=ceiling).pk
    for cap in lock_charged(studio_id, film=film):
        if cap.pk == budget and cap.ceiling != ceiling:
            set_ceiling(cap, ceiling, reference=film)


def lock_charged(studio_id: int, *, film: str) -> list[Cap]:
    """Every cap that the film's holds are charged to, locked in the order of the money statements."""
    charged = Q(month__isnull=False) | Q(scope=Cap.Scope.FILM, subject=film) | Q(mandate__subject=film)
    return locks.rows(Cap.objects.for_studio(studio_id).filter(charged))


@transaction.atomic
def set_ceiling(cap: Cap, ceiling: Credits | None, *, reference: str) -> Cap:
    """Set what may be held and spent under `cap`, at once. Raises CeilingTooLow below what is committed."""
    return _write_ceiling(locked(cap), ceiling, overhang=ZERO, reference=reference)


@transaction.atomic
def raise_ceiling(cap: Cap, amount: Credits, *, reference: str) -> Cap:
    """Add to what may be held and spent under `cap`. Raises NoCeiling where there is nothing to raise."""
    now = locked(cap)
    return _write_ceiling(now, require_ceiling(now) + amount, overhang=now.overhang, reference=reference)


@transaction.atomic
def end_raise(cap: Cap, amount: Credits, *, reference: str) -> Cap:
    """Take `amount` off the ceiling again. What of it is committed stays until it is given back (`overhang`)."""
    now = locked(cap)
    if now.ceiling is None:
        return now
    free = min(amount, now.ceiling - now.held - now.spent)
    return _write_ceiling(now, now.ceiling - free, overhang=now.overhang + amount - free, reference=reference)


@transaction.atomic
def set_allowance(
    studio_id: int, ceiling: Credits | None, *, timezone: str, license_id: str = "", by: str = "operator"
) -> None:
    """Set the standing monthly allowance, and the current month's cap with it: beside its top-ups, which stay.

    Raises CeilingTooLow below what is committed.
    """
    Allowance.objects.for_studio(studio_id).update_or_create(
        studio_id=studio_id, license=license_id, defaults={"ceiling": ceiling}
    )
    details = {"ceiling": text(ceiling), "license": license_id}
    studios.note(studio_id, actor=by, verb="allowance.set", subject=license_id or "studio", details=details)
    if license_id and not Allowance.objects.for_studio(studio_id).filter(license="").exists():
        return
    month = open_month(studio_id, timezone=timezone, license_id=license_id)
    cap = month.license if license_id else month.studio
    if cap is not None:
        _follow_allowance(locked(cap), ceiling)


@transaction.atomic
def set_top_up_limit(studio_id: int, limit: Credits, *, by: str) -> None:
    """Let the studio's admins add this much a month by themselves. Raises AllowanceMissing without an allowance."""
    if not Allowance.objects.for_studio(studio_id).filter(license="").update(top_up_limit=limit):
        raise AllowanceMissing("This studio has no monthly allowance yet. Set its cap first.")
    studios.note(
        studio_id, actor=by, verb="top_up_limit.set", subject="studio", details={"limit": text(limit)}
    )


def locked(cap: Cap) -> Cap:
    """The cap as it is now, locked until the caller's transaction ends."""
    row = locks.row(Cap.objects.for_studio(cap.studio_id).filter(pk=cap.pk))
    assert row is not None
    return row


def require_ceiling(cap: Cap) -> Credits:
    """The cap's ceiling. Raises NoCeiling where it is uncapped."""
    ceiling: Credits | None = cap.ceiling
    if ceiling is None:
        raise NoCeiling("This studio has no monthly cap, so there is nothing to top up. Nothing was changed.")
    return ceiling


def _follow_allowance(cap: Cap, ceiling: Credits | None) -> None:
    """A month's ceiling is its allowance, the top-ups that are running, and the overhang of those that have ended."""
    running = cap.top_ups.filter(status=TopUp.Status.GRANTED).aggregate(sum=Coalesce(Sum("amount"), ZERO))
    overhang, wanted = ZERO, ceiling
    if wanted is not None:
        wanted += running["sum"]
        overhang = min(cap.overhang, max(ZERO, cap.held + cap.spent - wanted))
        wanted += overhang
    if (cap.ceiling, cap.overhang) != (wanted, overhang):
        _write_ceiling(cap, wanted, overhang=overhang, reference="allowance")


def _write_ceiling(cap: Cap, ceiling: Credits | None, *, overhang: Credits, reference: str) -> Cap:
    committed = cap.held + cap.spent
    if ceiling is not None and ceiling < committed:
        raise CeilingTooLow(
            f"{text(committed)} credits are already spent or set aside, so the ceiling can not be {text(ceiling)}.",
            committed=text(committed),
        )
    cap.ceiling, cap.overhang, cap.sequence = ceiling, overhang, cap.sequence + 1
    Cap.objects.for_studio(cap.studio_id).filter(pk=cap.pk).update(
        ceiling=ceiling, overhang=overhang, sequence=cap.sequence, moved_at=Now()
    )
    LedgerEntry.objects.create(
        cap=cap, sequence=cap.sequence, kind=LedgerEntry.Kind.CEILING, amount=ZERO, held_after=cap.held,
        spent_after=cap.spent, ceiling_after=ceiling, reference=reference,
    )  # fmt: skip
    return cap


def _open(studio_id: int, scope: Cap.Scope, subject: str, month: date | None, ceiling: Credits | None) -> Cap:
    rows = Cap.objects.for_studio(studio_id)
    cap, _ = rows.get_or_create(
        studio_id=studio_id, scope=scope, subject=subject, month=month, defaults={"ceiling": ceiling}
    )
    return cap

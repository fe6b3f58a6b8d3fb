"""Open, read and change caps. Months turn by the database's clock in the studio's time zone; there is no reset job."""

from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from billing.errors import AllowanceMissing, CeilingTooLow
from billing.models import Allowance, Cap, LedgerEntry
from core import clock, locks
from core.amounts import ZERO, Credits, text


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
    charged = Q(month__isnull=False) | Q(pk=budget) | Q(mandate__subject=film)
    for cap in locks.rows(Cap.objects.for_studio(studio_id).filter(charged)):
        if cap.pk == budget and cap.ceiling != ceiling:
            set_ceiling(cap, ceiling, reference=film)


@transaction.atomic
def set_ceiling(cap: Cap, ceiling: Credits | None, *, reference: str) -> Cap:
    """Set what may be held and spent under `cap`, at once. Raises CeilingTooLow below what is committed."""
    locked = locks.row(Cap.objects.for_studio(cap.studio_id).filter(pk=cap.pk))
    assert locked is not None
    committed = locked.held + locked.spent
    if ceiling is not None and ceiling < committed:
        raise CeilingTooLow(
            f"{text(committed)} credits are already spent or set aside, so the ceiling can not be {text(ceiling)}.",
            committed=text(committed),
        )
    locked.ceiling, locked.sequence = ceiling, locked.sequence + 1
    locked.save(update_fields=["ceiling", "sequence"])
    LedgerEntry.objects.create(
        cap=locked, sequence=locked.sequence, kind=LedgerEntry.Kind.CEILING, amount=ZERO, held_after=locked.held,
        spent_after=locked.spent, ceiling_after=ceiling, reference=reference,
    )  # fmt: skip
    return locked


@transaction.atomic
def set_allowance(studio_id: int, ceiling: Credits | None, *, timezone: str, license_id: str = "") -> None:
    """Set the standing monthly allowance, and the current month's cap with it."""
    Allowance.objects.for_studio(studio_id).update_or_create(
        studio_id=studio_id, license=license_id, defaults={"ceiling": ceiling}
    )
    if license_id and not Allowance.objects.for_studio(studio_id).filter(license="").exists():
        return
    month = open_month(studio_id, timezone=timezone, license_id=license_id)
    cap = month.license if license_id else month.studio
    if cap is not None and cap.ceiling != ceiling:
        set_ceiling(cap, ceiling, reference="allowance")


def _open(studio_id: int, scope: Cap.Scope, subject: str, month: date | None, ceiling: Credits | None) -> Cap:
    rows = Cap.objects.for_studio(studio_id)
    cap, _ = rows.get_or_create(
        studio_id=studio_id, scope=scope, subject=subject, month=month, defaults={"ceiling": ceiling}
    )
    return cap

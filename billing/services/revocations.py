"""Take approvals and mandates back before their orders are placed."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from billing.models import Approval, Hold, Mandate
from billing.services import caps, holds
from billing.services.holds import Resolved
from core import locks
from core.amounts import ZERO, Credits
from studios import port as studios


class TakenBack(NamedTuple):
    """How many approvals and mandates were revoked, and the credits that came back with them."""

    signatures: int
    credits: Credits


@transaction.atomic
def revoke(studio_id: int, *, subject: str, stopped: Sequence[str], by: str) -> TakenBack:
    """Revoke every approval and mandate of the subject, and give back the credits of what no order has taken.

    1. The caps, in the order of the money statements. 2. The signatures are worth nothing from here on. 3. Each open
    hold is locked: an order that is being verified has its line now, or will be refused. 4. The rest is voided, and
    `stopped`: lines that an order took, which was never placed and never will be.
    An order that has begun goes on: it is collected and paid.
    """
    caps.lock_charged(studio_id, film=subject)
    count = sum(
        rows.filter(subject=subject, revoked_at=None).update(revoked_at=Now())
        for rows in (Approval.objects.for_studio(studio_id), Mandate.objects.for_studio(studio_id))
    )
    held = Hold.objects.for_studio(studio_id).filter(subject=subject, status=Hold.Status.AUTHORIZED)
    resolved = _void_untaken(held, but=stopped)
    studios.note(studio_id, actor=by, verb="approval.revoke", subject=subject, details={"count": count})
    return TakenBack(count, sum((hold.amount for hold in resolved), ZERO))


@transaction.atomic
def revoke_mandates(*, by: str) -> int:
    """Every studio's approvals given beforehand: in a backup one may be whole that was used up since. How many."""
    rows = Mandate.objects.across_studios(reason="a backup is of every studio").filter(revoked_at=None)
    live = locks.rows(rows)
    rows.filter(pk__in=[one.pk for one in live]).update(revoked_at=Now())
    for one in live:
        studios.note(one.studio_id, actor=by, verb="mandate.revoke", subject=one.subject)
    return len(live)


@transaction.atomic
def give_back(studio_id: int, *, subject: str, lines: Sequence[str]) -> bool:
    """Void those of the subject's lines that no order has taken, locked in the order in which `revoke` does.

    False when there were none.
    """
    caps.lock_charged(studio_id, film=subject)
    rows = Hold.objects.for_studio(studio_id)
    return bool(_void_untaken(rows.filter(subject=subject, approval_line__public_id__in=lines)))


def _void_untaken(held: QuerySet[Hold], *, but: Sequence[str] = ()) -> list[Resolved]:
    """An order that is being verified has its line by the time the lock is given, or is refused."""
    locks.rows(held)
    untaken = Q(approval_line__use=None) | Q(approval_line__public_id__in=but)
    return holds.void(list(held.filter(untaken)))

"""Raise a month's ceiling: by the studio's admins within their limit, by the operator beyond it; for good or a while.

Every function locks the month's cap before it touches a top-up, so that no two can wait for each other.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce, Now

from billing.errors import AlreadyDecided, BadExpiry, NoSuchTopUp, ReasonMissing
from billing.models import Allowance, Cap, TopUp
from billing.services import caps
from core import clock, states
from core.amounts import ZERO, Credits
from studios import port as studios

REASON_LENGTH = 500


@transaction.atomic
def ask(
    studio_id: int, amount: Credits, *, reason: str, expires_at: datetime | None, timezone: str, by: str
) -> TopUp:
    """Grant what is within the studio's own monthly limit; keep anything beyond it as a request to the operator.

    Raises NoCeiling, ReasonMissing, BadExpiry, AllowanceMissing; then nothing was changed.
    """
    month = caps.open_month(studio_id, timezone=timezone, license_id="").studio
    top_up = _write(studio_id, amount, reason=reason, expires_at=expires_at, by=by)
    cap = caps.locked(month)
    caps.require_ceiling(cap)
    if _own_so_far(cap) + amount <= _limit(studio_id):
        _grant(top_up, cap, by=by, answer="", is_own=True)
    return top_up


@transaction.atomic
def give(
    studio_id: int, amount: Credits, *, reason: str, expires_at: datetime | None, timezone: str, by: str
) -> TopUp:
    """The operator's own top-up: no limit applies. Raises what `ask` raises."""
    month = caps.open_month(studio_id, timezone=timezone, license_id="").studio
    top_up = _write(studio_id, amount, reason=reason, expires_at=expires_at, by=by)
    _grant(top_up, caps.locked(month), by=by, answer="", is_own=False)
    return top_up


@transaction.atomic
def grant(public_id: str, *, by: str, answer: str = "") -> TopUp:
    """The operator says yes: the month it is now is raised. Raises NoSuchTopUp, AlreadyDecided, BadExpiry."""
    top_up = _request(public_id)
    _require_future(top_up.expires_at)
    timezone = studios.facts_of(top_up.studio_id).timezone
    month = caps.open_month(top_up.studio_id, timezone=timezone, license_id="").studio
    _grant(top_up, caps.locked(month), by=by, answer=answer, is_own=False)
    return top_up


@transaction.atomic
def decline(public_id: str, *, by: str, answer: str) -> TopUp:
    """The operator says no, and why. Raises NoSuchTopUp, AlreadyDecided, ReasonMissing."""
    top_up = _request(public_id)
    if not answer.strip():
        raise ReasonMissing("Say why, so that the studio knows what to do instead.")
    if not states.advance(
        top_up, TopUp.Status.DECLINED, decided_by=by, decided_at=Now(), answer=answer[:REASON_LENGTH]
    ):
        raise AlreadyDecided("This top-up has been decided already. Nothing was changed.")
    _note(top_up, "topup.decline", by)
    return top_up


def end_due() -> int:
    """End every raise whose time is over, each in a transaction of its own; how many were."""
    due = TopUp.objects.across_studios(reason="the sweep serves every studio").filter(_over())
    return sum(
        end_due_of(cap)
        for cap in Cap.objects.across_studios(reason="as above").filter(top_ups__in=due).distinct()
    )


@transaction.atomic
def end_due_of(cap: Cap) -> int:
    """End the raises of this cap whose time is over. What of them is committed stays so (`caps.end_raise`)."""
    now = caps.locked(cap)
    ended = 0
    for top_up in now.top_ups.filter(_over()).order_by("pk"):
        if states.advance(top_up, TopUp.Status.ENDED):
            caps.end_raise(now, top_up.amount, reference=f"end of {top_up.public_id}")
            ended += 1
    return ended


def _over() -> Q:
    return Q(status=TopUp.Status.GRANTED, expires_at__lte=clock.now())


def _write(studio_id: int, amount: Credits, *, reason: str, expires_at: datetime | None, by: str) -> TopUp:
    if not reason.strip():
        raise ReasonMissing("Say what the credits are for: --reason. Nothing was changed.")
    _require_future(expires_at)
    top_up = TopUp.objects.create(
        studio_id=studio_id, amount=amount, reason=reason.strip()[:REASON_LENGTH], expires_at=expires_at,
        requested_by=by,
    )  # fmt: skip
    _note(top_up, "topup.ask", by)
    return top_up


def _grant(top_up: TopUp, cap: Cap, *, by: str, answer: str, is_own: bool) -> None:
    if not states.advance(
        top_up, TopUp.Status.GRANTED, cap_id=cap.pk, decided_by=by, decided_at=Now(), answer=answer[:REASON_LENGTH],
        is_own=is_own,
    ):  # fmt: skip
        raise AlreadyDecided("This top-up has been decided already. Nothing was changed.")
    caps.raise_ceiling(cap, top_up.amount, reference=top_up.public_id)
    _note(top_up, "topup.grant", by)


def _own_so_far(cap: Cap) -> Credits:
    """What the studio's admins have added to this month by themselves; one that ended since counts, too."""
    own = cap.top_ups.filter(is_own=True).aggregate(sum=Coalesce(Sum("amount"), ZERO))
    total: Credits = own["sum"]
    return total


def _limit(studio_id: int) -> Credits:
    limit: Credits = Allowance.objects.for_studio(studio_id).get(license="").top_up_limit
    return limit


def _request(public_id: str) -> TopUp:
    rows = TopUp.objects.across_studios(reason="the operator serves every studio")
    top_up = rows.filter(public_id=public_id).first()
    if top_up is None:
        raise NoSuchTopUp(f"There is no top-up called {public_id}.")
    return top_up


def _require_future(expires_at: datetime | None) -> None:
    if expires_at is not None and expires_at <= clock.now():
        raise BadExpiry("A top-up ends in the future, or not at all. Nothing was changed.")


def _note(top_up: TopUp, verb: str, by: str) -> None:
    details = {"amount": str(top_up.amount), "reason": top_up.reason, "status": top_up.status}
    studios.note(top_up.studio_id, actor=by, verb=verb, subject=top_up.public_id, details=details)

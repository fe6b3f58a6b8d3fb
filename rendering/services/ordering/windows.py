"""The provider's start window: how many orders of an account may start, and from which moment each.

A start counts from its slot until ten seconds after its answer, so that however long an answer took, the provider never
sees more than its window allows.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Max, Q
from django.db.models.functions import Now

from core import clock
from rendering.models import Attempt, ProviderCredential
from rendering.provider.limits import IN_FLIGHT, LONGEST_MAKING_SECONDS, STARTS_PER_WINDOW, WINDOW_SECONDS

WHY = "an account's window is for all its studios"
WINDOW = timedelta(seconds=WINDOW_SECONDS)
LEAD = timedelta(seconds=0.5)
"""So much before a place opens dispatch is rung: meanwhile a worker hears of it and gets the order ready."""
REACH = 2 * LEAD
"""Places that open within this are given out together."""
APART = timedelta(seconds=0.06)
"""Between two places: what a worker's processor needs for one start. All at once, each would be as late as the last."""
EARLY = timedelta(seconds=0.3)
"""So much before its moment an order may be claimed and its approval verified: what is left then is the call."""
SLOTTED = Q(status=Attempt.Status.QUEUED, slot_at__isnull=False)


@dataclass(frozen=True, slots=True)
class Places:
    """The moments from which one more start fits each, in order, by the database's clock; and when that was read."""

    moments: list[datetime]
    now: datetime

    def within_reach(self) -> list[datetime]:
        """Those that can be given out now."""
        return [moment for moment in self.moments if moment <= self.now + REACH]

    def after(self, used: int) -> datetime | None:
        """The first that is left when so many were given out."""
        return self.moments[used] if used < len(self.moments) else None

    def is_rung_for(self, moment: datetime | None, at: datetime | None) -> bool:
        """Does a ring that was asked for the place `at`, and is still to come, serve this moment? None needs none."""
        return moment is None or (at is not None and self.now + LEAD < at <= moment)

    def seconds_until(self, moment: datetime) -> float:
        """After which dispatch is to be rung for this place."""
        return max(0.0, (moment - LEAD - self.now).total_seconds())


def flying() -> Q:
    """What may be under way at the provider. Any order is over there by the time no order takes longer."""
    lately = Q(answered_at__gt=Now() - timedelta(seconds=LONGEST_MAKING_SECONDS))
    return Q(status=Attempt.Status.SENDING) | Q(
        lately, status__in=[Attempt.Status.SENT, Attempt.Status.IN_DOUBT]
    )


def places(credential: ProviderCredential) -> Places:
    """What the window and the limit in flight leave for more orders. Under the credential's row lock."""
    starting, recent = SLOTTED | Q(status=Attempt.Status.SENDING), Q(answered_at__gt=Now() - WINDOW)
    # What replaced a studio's own key may be of the same account.
    account = (
        Q(credential=credential) if not credential.is_own else Q(credential__studio=credential.studio_id)
    )
    rows = Attempt.objects.across_studios(reason=WHY).filter(account)
    found = rows.filter(starting | recent | flying()).aggregate(
        starting=Count("pk", filter=starting), flying=Count("pk", filter=SLOTTED | flying()),
        answers=ArrayAgg("answered_at", filter=recent, order_by="answered_at"), now=Max(Now()),
    )  # fmt: skip
    now, answers = found["now"] or clock.now(), found["answers"] or []
    free = STARTS_PER_WINDOW - found["starting"] - len(answers)
    opening = [now] * free + [answer + WINDOW for answer in answers[max(0, -free) :]]
    moments = accumulate(opening, lambda before, moment: max(before + APART, moment))
    return Places(list(moments)[: max(0, IN_FLIGHT - found["flying"])], now)

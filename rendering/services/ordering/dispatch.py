"""Which orders start next: never more than the provider's window takes, and no studio ahead of its turn."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, Max, Min, Q, QuerySet, Window
from django.db.models.functions import Now, RowNumber

from core import locks
from rendering.models import Attempt, Film, ProviderCredential
from rendering.provider.limits import IN_FLIGHT, LONGEST_MAKING_SECONDS, STARTS_PER_WINDOW, WINDOW_SECONDS
from rendering.services import credentials
from rendering.services.ordering import halts, turns
from studios import port as studios

WHY = "dispatch serves every studio"
STOPPED = Q(take__film__status=Film.Status.STOPPED)
WINDOW = timedelta(seconds=WINDOW_SECONDS)


@dataclass(frozen=True, slots=True)
class Released:
    """The attempts that were given a slot just now, and in how many seconds windows open for more."""

    attempts: list[int]
    again_after: list[float]


@dataclass(frozen=True, slots=True)
class Opening:
    """When the first start leaves the window, and when that was read; not when the wait for the row's lock began."""

    at: datetime
    now: datetime


def release() -> Released:
    """Give slots to queued attempts. Whoever is given one and not sent is found by the sweep.

    Under each credential's row lock: a start counts from its slot until ten seconds after its answer, so that however
    long an answer took, the provider never sees more than its window allows.
    """
    released = Released([], [])
    stopped = halts.standing()
    if stopped.is_everything:
        return released
    _hand_on_retired()
    accounts = ProviderCredential.objects.across_studios(reason=WHY)
    for account in list(accounts.filter(pk__in=_with_queued()).order_by("pk")):
        chosen, seconds = _release(account, stopped)
        released.attempts.extend(chosen)
        if seconds is not None:
            released.again_after.append(seconds)
    return released


def may_start(attempt: Attempt) -> bool:
    """False for an attempt that was given a slot, and whose film, studio, engine or provider was stopped since."""
    film = Film.objects.for_studio(attempt.studio_id).filter(pk=attempt.take.film_id)
    return not halts.standing().covers(attempt) and film.exclude(status=Film.Status.STOPPED).exists()


@transaction.atomic
def _release(account: ProviderCredential, stopped: halts.Standing) -> tuple[list[int], float | None]:
    """Fill the account's window: with what, and in how many seconds it opens again where orders wait for that."""
    credential = locks.row(ProviderCredential.objects.across_studios(reason=WHY).filter(pk=account.pk))
    assert credential is not None  # accounts are never deleted
    starts, flying, opening = _counts(credential)
    room = min(STARTS_PER_WINDOW - starts, IN_FLIGHT - flying)
    if room <= 0 and opening is not None and _is_rung_by(credential, opening):
        return [], None  # most rings come at such a moment: the queue is not read for them
    waiting = _waiting(credential, stopped, most=STARTS_PER_WINDOW)
    chosen = turns.give(credential, waiting, room) if room > 0 and waiting else []
    queued = _all().filter(pk__in=chosen, status=Attempt.Status.QUEUED, credential=credential)
    queued.update(slot_at=Now())
    if sum(map(len, waiting.values())) == len(chosen) or opening is None:
        return chosen, None
    return chosen, _seconds_until(credential, opening)


def _is_rung_by(credential: ProviderCredential, opening: Opening) -> bool:
    """Is somebody rung for that moment, or an earlier one, already?"""
    return credential.opens_at is not None and opening.now < credential.opens_at <= opening.at


def _seconds_until(credential: ProviderCredential, opening: Opening) -> float | None:
    if _is_rung_by(credential, opening):
        return None
    rows = ProviderCredential.objects.across_studios(reason=WHY).filter(pk=credential.pk)
    rows.update(opens_at=opening.at)
    return max(0.0, (opening.at - opening.now).total_seconds())


def _all() -> QuerySet[Attempt]:
    return Attempt.objects.across_studios(reason=WHY)


def _hand_on_retired() -> None:
    """What was put in the queue at the moment its key was replaced goes out under the new one."""
    queued = _all().filter(status=Attempt.Status.QUEUED)
    for attempt in queued.filter(credential__retired_at__isnull=False).select_related("credential"):
        queued.filter(pk=attempt.pk).update(credential=credentials.now_for(attempt.credential), slot_at=None)


def _with_queued() -> QuerySet[Attempt, int]:
    """The accounts with something to send: the others' windows need no keeper."""
    queued = _all().filter(status=Attempt.Status.QUEUED, slot_at=None)
    return queued.order_by().values_list("credential", flat=True)


def _flying() -> Q:
    """What may be under way at the provider. Any order is over there by the time no order takes longer."""
    lately = Q(answered_at__gt=Now() - timedelta(seconds=LONGEST_MAKING_SECONDS))
    return Q(status=Attempt.Status.SENDING) | Q(
        lately, status__in=[Attempt.Status.SENT, Attempt.Status.IN_DOUBT]
    )


def _counts(credential: ProviderCredential) -> tuple[int, int, Opening | None]:
    """Starts in the window, orders in flight, and when the first start leaves the window if that is known."""
    slotted = Q(status=Attempt.Status.QUEUED, slot_at__isnull=False)
    recent = Q(answered_at__gt=Now() - WINDOW)
    starts = slotted | Q(status=Attempt.Status.SENDING) | recent
    flying = slotted | _flying()
    counts = _all().filter(starts | flying, credential=credential).aggregate(
        starts=Count("pk", filter=starts), flying=Count("pk", filter=flying),
        first=Min("answered_at", filter=recent), now=Max(Now()),
    )  # fmt: skip
    opening = Opening(counts["first"] + WINDOW, counts["now"]) if counts["first"] else None
    return counts["starts"], counts["flying"], opening


def _waiting(credential: ProviderCredential, stopped: halts.Standing, *, most: int) -> dict[int, list[int]]:
    """What each studio may start now: its oldest orders, as many as its quota in flight has room for."""
    usual, own = studios.renders_in_flight_quotas()
    slotted = Q(status=Attempt.Status.QUEUED, slot_at__isnull=False)
    counted = _all().filter(slotted | _flying()).order_by().values_list("studio_id")
    flying = dict(counted.annotate(count=Count("pk")))
    queued = (
        _all()
        .filter(
            credential=credential, status=Attempt.Status.QUEUED, slot_at=None, is_held_back=False,
            not_before__lte=Now(),
        )
        .exclude(STOPPED | stopped.orders())
    )  # fmt: skip
    turn = Window(RowNumber(), partition_by=F("studio_id"), order_by="pk")
    ranked = queued.annotate(turn=turn).filter(turn__lte=most).order_by("pk")
    waiting: dict[int, list[int]] = defaultdict(list)
    for attempt, studio, place in ranked.values_list("pk", "studio_id", "turn"):
        if flying.get(studio, 0) + place <= own.get(studio, usual):
            waiting[studio].append(attempt)
    return dict(waiting)

"""Which orders start next: never more than the provider's window takes, and no studio ahead of its turn."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Case, Count, F, Q, QuerySet, Value, When, Window
from django.db.models.functions import Now, RowNumber

from core import locks
from rendering.models import Attempt, Film, ProviderCredential
from rendering.provider.limits import STARTS_PER_WINDOW
from rendering.services import credentials
from rendering.services.ordering import halts, turns, windows
from studios import port as studios

WHY = "dispatch serves every studio"
STOPPED = Q(take__film__status=Film.Status.STOPPED)


@dataclass(frozen=True, slots=True)
class Given:
    """The attempts that were given a slot just now, and in how many seconds windows open for more."""

    attempts: list[int]
    again_after: list[float]


def give_slots(*, is_sweep: bool = True) -> Given:
    """Give slots to queued attempts. Whoever is given one and not sent is found by the sweep.

    Under each credential's row lock. A slot is for a moment, now or in a fraction of a second: no order leaves before.
    Outside a sweep, an account is passed by that is full and will be rung for: most rings come when an order ends, and
    only a slot that was given back would make room sooner.
    """
    given = Given([], [])
    accounts = ProviderCredential.objects.across_studios(reason=WHY)
    if is_sweep:
        _hand_on_retired()
    else:
        accounts = accounts.exclude(opens_at__gt=Now() + windows.LEAD)
    open_ = list(accounts.filter(pk__in=_with_queued()).order_by("pk"))
    if not open_ or (stopped := halts.in_force()).is_everything:
        return given
    for account in open_:
        chosen, seconds = _give(account, stopped)
        given.attempts.extend(chosen)
        if seconds is not None:
            given.again_after.append(seconds)
    return given


def waits(film_id: int) -> bool:
    """Does an order of this film wait for a slot?"""
    return _all().filter(take__film=film_id, status=Attempt.Status.QUEUED, slot_at=None).exists()


def may_start(attempt: Attempt) -> bool:
    """False for an attempt that was given a slot, and whose film, studio, engine or provider was stopped since."""
    film = Film.objects.for_studio(attempt.studio_id).filter(pk=attempt.take.film_id)
    return not halts.in_force().covers(attempt) and film.exclude(status=Film.Status.STOPPED).exists()


@transaction.atomic
def _give(account: ProviderCredential, stopped: halts.InForce) -> tuple[list[int], float | None]:
    """Fill the account's window: with what, and in how many seconds it opens again where orders wait for that."""
    credential = locks.row(ProviderCredential.objects.across_studios(reason=WHY).filter(pk=account.pk))
    assert credential is not None  # accounts are never deleted
    places = windows.places(credential)
    ready = places.within_reach()
    if not ready and places.is_rung_for(places.after(0), credential.opens_at):
        return [], None  # most rings come at such a moment: the queue is not read for them
    waiting = _waiting(credential, stopped, most=STARTS_PER_WINDOW)
    chosen = turns.give(credential, waiting, len(ready)) if waiting else []
    _slot(chosen, ready, credential)
    following = places.after(len(chosen))
    is_all = sum(map(len, waiting.values())) == len(chosen)
    if is_all or following is None or places.is_rung_for(following, credential.opens_at):
        return chosen, None
    ProviderCredential.objects.across_studios(reason=WHY).filter(pk=credential.pk).update(opens_at=following)
    return chosen, places.seconds_until(following)


def _slot(chosen: Sequence[int], moments: Sequence[datetime], credential: ProviderCredential) -> None:
    """Each its moment, in one statement: others wait for the row's lock."""
    if chosen:
        each = [
            When(pk=attempt, then=Value(moment)) for attempt, moment in zip(chosen, moments, strict=False)
        ]
        queued = _all().filter(pk__in=chosen, status=Attempt.Status.QUEUED, credential=credential)
        queued.update(slot_at=Case(*each))


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


def _waiting(credential: ProviderCredential, stopped: halts.InForce, *, most: int) -> dict[int, list[int]]:
    """What each studio may start now: its oldest orders, as many as its quota in flight has room for."""
    usual, own = studios.renders_in_flight_quotas()
    counted = _all().filter(windows.SLOTTED | windows.flying()).order_by().values_list("studio_id")
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

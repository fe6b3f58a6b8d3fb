"""Which orders go next: never more than the provider's window takes, and no studio ahead of its turn."""

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import Now, RowNumber

from core import clock, locks
from rendering.models import Attempt, Film, ProviderCredential
from rendering.provider.limits import IN_FLIGHT, STARTS_PER_WINDOW, WINDOW_SECONDS
from rendering.services import credentials
from studios import port as studios

WHY = "dispatch serves every studio"
STOPPED = Q(take__film__status=Film.Status.STOPPED)


def release() -> list[int]:
    """Give slots to queued attempts, and return the ids of all that have one and wait to be sent.

    Under the credential's row lock: a start counts from its slot until ten seconds after its answer, so that however
    long an answer took, the provider never sees more than its window allows.
    """
    with transaction.atomic():
        _hand_on_retired()
        accounts = ProviderCredential.objects.across_studios(reason=WHY)
        for credential in accounts.filter(pk__in=_with_queued()).order_by("pk"):
            locks.row(accounts.filter(pk=credential.pk))
            room = _room(credential)
            if room > 0:
                chosen = _in_turn(credential, room)
                queued = _all().filter(pk__in=chosen, status=Attempt.Status.QUEUED, credential=credential)
                queued.update(slot_at=Now())
        waiting = _all().filter(status=Attempt.Status.QUEUED, slot_at__isnull=False).exclude(STOPPED)
        return list(waiting.order_by("slot_at").values_list("pk", flat=True))


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


def _room(credential: ProviderCredential) -> int:
    slotted = Q(status=Attempt.Status.QUEUED, slot_at__isnull=False) | Q(status=Attempt.Status.SENDING)
    recent = Q(answered_at__gt=clock.from_now(seconds=-WINDOW_SECONDS))
    flying = slotted | Q(status__in=[Attempt.Status.SENT, Attempt.Status.IN_DOUBT])
    counts = (
        _all()
        .filter(credential=credential)
        .aggregate(starts=Count("pk", filter=slotted | recent), flying=Count("pk", filter=flying))
    )
    room: int = min(STARTS_PER_WINDOW - counts["starts"], IN_FLIGHT - counts["flying"])
    return room


def _in_turn(credential: ProviderCredential, room: int) -> list[int]:
    """Round robin: every studio's oldest first, then every studio's second, each within its quota in flight."""
    usual, own = studios.renders_in_flight_quotas()
    flying = dict(
        _all()
        .filter(status__in=[Attempt.Status.SENDING, Attempt.Status.SENT, Attempt.Status.IN_DOUBT])
        .order_by()
        .values_list("studio_id")
        .annotate(count=Count("pk"))
    )
    queued = (
        _all()
        .filter(
            credential=credential,
            status=Attempt.Status.QUEUED,
            slot_at=None,
            is_held_back=False,
            not_before__lte=Now(),
        )
        .exclude(STOPPED | Q(studio_id__in=studios.frozen_studios()))
    )
    turn = Window(RowNumber(), partition_by=F("studio_id"), order_by="pk")
    ranked = queued.annotate(turn=turn).filter(turn__lte=room).order_by("turn", "pk")
    within = [
        attempt.pk
        for attempt in ranked
        if flying.get(attempt.studio_id, 0) + attempt.turn <= own.get(attempt.studio_id, usual)
    ]
    return within[:room]

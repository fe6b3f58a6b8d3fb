"""After a restore from a backup: the rows do not know what was ordered since, so nothing is ordered on their word."""

from dataclasses import dataclass

from django.db import transaction

from billing import port as billing
from rendering.models import Attempt, Casting, Film, Halt, Take
from rendering.models.attempts import ITS_WORK
from rendering.services import castings, events, pauses, takes
from rendering.services.ordering import endings, halts

WHY = "a backup is of every studio"
TOLD = (
    "The service came back from a backup: what you approved, or what was made, in the hours before may be missing "
    "here. Nothing is ordered on its word alone: what you approved beforehand is taken back, so each bill waits for "
    "you. Ask your studio contact before you approve one a second time."
)
SHOWN_AGAIN = (
    "What you had approved was taken back after a backup was restored, and its credits are free again. Nothing was "
    "spent; resume shows the bill of what is not there."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How many rows were touched."""

    in_doubt: int = 0
    films: int = 0
    mandates: int = 0


def begin(*, why: str, by: str) -> Found:
    """Reconcile only: nothing new starts, what waited to be sent is in doubt, and no mandate is worth anything.

    Safe to repeat.
    """
    halts.begin(Halt.Kind.RESTORE, why=why, by=by)
    mandates = billing.revoke_mandates(by=by)
    attempts = Attempt.objects.across_studios(reason=WHY).select_related(*ITS_WORK)
    unsure = attempts.filter(status__in=[Attempt.Status.QUEUED, Attempt.Status.SENDING])
    doubted = sum(endings.doubt(attempt, endings.RESTORED, reason="restored") for attempt in unsure)
    for casting in Casting.objects.across_studios(reason=WHY).filter(status=Casting.Status.QUEUED):
        castings.ask_anew(casting)
    films = Film.objects.across_studios(reason=WHY).filter(status__in=Film.UNDER_WAY)
    for film in films:
        events.tell(film, "service.restored", TOLD)
    return Found(in_doubt=doubted, films=len(films), mandates=mandates)


def end() -> Found:
    """A person has looked: orders may start again. What was approved and not ordered by then is billed anew."""
    if not halts.is_restoring():
        return Found()
    films = [film for film in _films_with_planned() if _bill_anew(film)]
    halts.lift(Halt.Kind.RESTORE)
    return Found(films=len(films))


def _films_with_planned() -> list[Film]:
    planned = Take.objects.across_studios(reason=WHY).filter(status=Take.Status.PLANNED)
    return list(Film.objects.across_studios(reason=WHY).filter(pk__in=planned.values("film")))


@transaction.atomic
def _bill_anew(film: Film) -> bool:
    if not takes.give_back_planned(film):
        return False
    pauses.pause(film, SHOWN_AGAIN)
    events.tell(film, "approval.taken_back", SHOWN_AGAIN)
    return True

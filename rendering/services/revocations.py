"""Take back what a person approved, as far as it has not been ordered."""

from django.db import transaction
from django.db.models.functions import Now

from billing import port as billing
from core import locks, states
from core.amounts import text
from rendering.models import Attempt, Film, Take
from rendering.services import events


@transaction.atomic
def revoke(film: Film, *, by: str) -> str:
    """Nothing approved so far is ordered any more, and its credits come back; what was ordered is collected and paid.

    Returns the sentence that says what came of it. The film pauses; resume shows the bill of what is left again.
    """
    stopped = [attempt.line for attempt in _queue(film) if _stop(attempt)]
    back = billing.revoke(film.studio_id, subject=film.public_id, stopped=stopped, by=by)
    if not back.signatures:
        return "Nothing was approved that could be taken back. Nothing was spent."
    sentence = (
        f"You took back what was approved: {text(back.credits)} credits are free again. "
        "What was ordered before is still collected; resume shows the bill of the rest."
    )
    states.advance(film, Film.Status.PAUSED, waits_for=sentence)
    events.tell(film, "approval.revoked", sentence)
    return sentence


def _queue(film: Film) -> list[Attempt]:
    """The film's orders that wait to be sent, for the first time or once more."""
    rows = Attempt.objects.for_studio(film.studio_id).filter(take__film=film, status=Attempt.Status.QUEUED)
    return locks.rows(rows.select_related("take"))


def _stop(attempt: Attempt) -> bool:
    if attempt.hints.exists():
        return False  # it was refused and has called back: that is looked at first
    told = "Its approval was taken back."
    if not states.advance(
        attempt,
        Attempt.Status.FAILED,
        was=Attempt.Status.QUEUED,
        reason="revoked",
        told=told,
        settled_at=Now(),
    ):
        return False  # a worker was first: it is being sent
    return states.advance(attempt.take, Take.Status.PLANNED)

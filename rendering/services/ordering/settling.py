"""Look-ups: the only thing that ends an order the provider has."""

from datetime import timedelta

import structlog
from django.db.models import F, Q
from django.db.models.functions import Now

from core import clock
from core.errors import Unavailable
from rendering.models import Attempt, ProviderCredential
from rendering.provider.errors import ProviderFault
from rendering.provider.limits import LONGEST_MAKING_SECONDS, UNKNOWN_SECONDS
from rendering.provider.records import State, TaskState
from rendering.services import connections, credentials, events
from rendering.services.ordering import endings, pacing, refusals

log = structlog.get_logger(__name__)

NEXT_PLACE_SECONDS = 2 * pacing.SPACING.total_seconds()
EMPTY_PATIENCE_SECONDS = 600
"""So long an order that is done and has no result is given to show one; then a person is told."""


def look_up(attempt: Attempt) -> float | None:
    """Ask the provider how the task stands, and act on it. Every answer that is not an end leaves a next time.

    Returns the seconds until then; None when this was not the time for it, or the order has ended.
    """
    age = _age_seconds(attempt)
    credential = credentials.to_look_up_with(attempt)
    rows = Attempt.objects.for_studio(attempt.studio_id).filter(pk=attempt.pk, status=Attempt.Status.SENT)
    step = pacing.again(pacing.usual(attempt), age, least=pacing.lap_seconds(attempt))
    if not rows.filter(next_look_up_at__lte=Now()).update(next_look_up_at=Now() + step):
        return None
    if not pacing.admit(credential):
        rows.update(next_look_up_at=Now())
        return NEXT_PLACE_SECONDS
    rows.update(looked_up_at=Now(), look_ups=F("look_ups") + 1)
    record = _record_of(attempt, credential)
    if record is not None:
        _act_on(attempt, record, age)
    elif age > LONGEST_MAKING_SECONDS:
        _tell_late(attempt, "can not be looked up")
    return step.total_seconds() if attempt.status == Attempt.Status.SENT else None


def _record_of(attempt: Attempt, credential: ProviderCredential) -> TaskState | None:
    try:
        return connections.of(credential).look_up(attempt.task_id or "")
    except ProviderFault as fault:
        log.info("attempt.look_up.failed", attempt=attempt.public_id, said=fault.said)
        refusals.after_look_up(attempt, fault)
    except Unavailable as trouble:  # the studio's key can not be opened here
        log.error("attempt.look_up.impossible", attempt=attempt.public_id, why=trouble.detail)
    return None


def _act_on(attempt: Attempt, record: TaskState, age: float) -> None:
    if record.state == State.SUCCESS and record.result_urls:
        endings.succeed(attempt, record)
    elif record.state == State.SUCCESS:
        _wait_for_result(attempt, record)
    elif record.state == State.FAIL:
        endings.end_failed(attempt, record)
    elif record.state == State.NOT_YET_KNOWN and age > UNKNOWN_SECONDS:
        _tell_late(attempt, "is not in the picture service's records yet")
    elif age > LONGEST_MAKING_SECONDS:
        _tell_late(attempt, "takes longer than any order should")


def _wait_for_result(attempt: Attempt, record: TaskState) -> None:
    """Done, perhaps charged for, and nothing to fetch: it may be late."""
    rows = Attempt.objects.for_studio(attempt.studio_id).filter(pk=attempt.pk, status=Attempt.Status.SENT)
    rows.filter(empty_since=None).update(empty_since=Now())
    if rows.filter(empty_since__lt=Now() - timedelta(seconds=EMPTY_PATIENCE_SECONDS)).exists():
        log.error("attempt.empty", attempt=attempt.public_id, reported=str(record.credits_consumed))
        _tell_late(attempt, "is done by the picture service's word, which hands out nothing so far")


def _tell_late(attempt: Attempt, how: str) -> None:
    """Once: nothing is given up, for giving up could cost money."""
    rows = Attempt.objects.for_studio(attempt.studio_id).filter(~Q(is_late=True), pk=attempt.pk)
    if rows.update(is_late=True):
        log.error("attempt.late", attempt=attempt.public_id)
        events.tell(
            attempt.take.film, "take.late",
            f"{attempt.take.label} {how}. pod keeps looking, more slowly, and orders nothing again. To finish without "
            f"it: pod resume {attempt.take.film.name} --without-doubtful",
        )  # fmt: skip


def _age_seconds(attempt: Attempt) -> float:
    since = attempt.answered_at or attempt.created_at
    return (clock.now() - since).total_seconds()

"""The only ways out of doubt: a callback that proves to be ours, a person who has looked, or a film without it."""

from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce

from core import clock, locks, states
from rendering.models import Attempt, Film, Hint, Take
from rendering.models.attempts import ITS_WORK, LIVE
from rendering.provider.errors import KeyRefused, ProviderFault
from rendering.provider.limits import UNKNOWN_SECONDS
from rendering.provider.records import State, TaskState
from rendering.services import collection, connections, credentials, events, pauses, takes
from rendering.services.ordering import contents, endings, pacing, refusals, sending

log = structlog.get_logger(__name__)

MOST_HINTS = 8
"""So many tasks may be named for one order at a time; a genuine callback names one."""
OPEN = (Attempt.Status.SENDING, Attempt.Status.IN_DOUBT)
FORGOTTEN, TURNED_UP = "forgotten", "turned_up"


def hear(attempt: Attempt, task_id: str) -> bool:
    """A callback names a task for this order. True when that is a reason to look; the same again is none."""
    if attempt.status == Attempt.Status.SENT and attempt.task_id == task_id:
        return pacing.bring_forward(attempt)
    if attempt.status in OPEN or _may_have_arrived(attempt):
        return _keep(attempt, task_id)
    return False


def _may_have_arrived(attempt: Attempt) -> bool:
    """Refused and put back, or ended without a task: a callback says that the provider has it all the same."""
    was_sent = attempt.sending_at is not None and attempt.task_id is None
    return (was_sent and attempt.status in (Attempt.Status.QUEUED, Attempt.Status.FAILED)) or (
        (attempt.status, attempt.reason) == (Attempt.Status.FAILED, FORGOTTEN)
    )


def adopt(attempt: Attempt, task_id: str) -> bool:
    """A person has found the order, and is believed without the callback address as proof.

    False when that task is the order of another attempt.
    """
    others = Attempt.objects.across_studios(reason="a task is one order's, whoever placed it")
    if others.filter(task_id=task_id).exclude(pk=attempt.pk).exists():
        return False
    attempt.hints.get_or_create(task_id=task_id, is_sure=True)
    return True


def can_be_left_out(attempt: Attempt) -> bool:
    """What a person may finish without: what only they can settle, and what is paid and can not be brought home."""
    is_stuck = attempt.status == Attempt.Status.SUCCEEDED and attempt.collections >= collection.TELL_AFTER
    return is_settled_by_people(attempt) or (is_stuck and not attempt.is_collected)


def is_settled_by_people(attempt: Attempt) -> bool:
    """In doubt; or sent, and so late that the provider must have lost it."""
    return attempt.status == Attempt.Status.IN_DOUBT or (
        attempt.status == Attempt.Status.SENT and attempt.is_late
    )


def forget(attempt: Attempt) -> bool:
    """A person has looked and says that nothing will come of it.

    False when that is not for a person to say, or while a callback that names a task for it is not looked at yet.
    """
    if not is_settled_by_people(attempt):
        return False
    with transaction.atomic():
        locks.rows(Attempt.objects.for_studio(attempt.studio_id).filter(pk=attempt.pk))
        if attempt.hints.exists():
            return False
        return endings.take_back(
            attempt, reason=FORGOTTEN, told="A person found that the order never arrived."
        )


def leave_out(film: Film) -> list[str]:
    """A person has the film go on without what is in doubt, or paid and not to be had; what that is.

    Credits in doubt stay set aside until that is settled. A shot without a draft needs no master: those come back.
    """
    rows = Attempt.objects.for_studio(film.studio_id).filter(take__film=film, status__in=LIVE)
    found = rows.select_related("take__shot", "take__look", "take__film")
    doubtful = [attempt.take for attempt in found if can_be_left_out(attempt)]
    left_out = [take for take in doubtful if states.advance(take, Take.Status.LEFT_OUT, is_left_out=True)]
    for take in left_out:
        if take.shot is not None:
            takes.drop_planned(film, take.shot)
    return [str(take) for take in left_out]


def heed(attempt: Attempt) -> None:
    """Look at the tasks that were named for this order, and adopt the one that is."""
    for hint in list(attempt.hints.order_by("-is_sure", "pk")):
        record = _record_of(attempt, hint)
        if record is None:
            return  # the sweep comes back
        if record.state == State.NOT_YET_KNOWN:
            _wait_for_record(hint)
        elif hint.is_sure or (record.callback_url and contents.calls_back(attempt, record.callback_url)):
            _settle(attempt, record)
            attempt.hints.all().delete()
            return
        else:
            log.warning("attempt.adopt.refused", attempt=attempt.public_id)
            hint.delete()


def _record_of(attempt: Attempt, hint: Hint) -> TaskState | None:
    """As the account tells it that the order was placed under; its studio's new key may be of the same account."""
    for credential in credentials.that_may_know(attempt):
        if not pacing.admit(credential):
            return None
        try:
            return connections.of(credential).look_up(hint.task_id)
        except KeyRefused as fault:
            refusals.after_look_up(attempt, fault)
        except ProviderFault as fault:
            log.info("attempt.adopt.failed", attempt=attempt.public_id, said=fault.said)
            return None
    return None


@transaction.atomic
def _keep(attempt: Attempt, task_id: str) -> bool:
    """Under the lock under which a person forgets an order: they see this, or were first."""
    locks.rows(Attempt.objects.for_studio(attempt.studio_id).filter(pk=attempt.pk))
    if attempt.hints.count() >= MOST_HINTS:
        return False
    _, is_new = attempt.hints.get_or_create(task_id=task_id, is_sure=False)
    return is_new


def _wait_for_record(hint: Hint) -> None:
    """Normal for a minute."""
    if hint.heard_at < clock.now() - timedelta(seconds=UNKNOWN_SECONDS):
        log.warning("attempt.adopt.unknown", attempt=hint.attempt.public_id)
        hint.delete()


def _settle(attempt: Attempt, record: TaskState) -> None:
    if _may_have_arrived(attempt) and attempt.status == Attempt.Status.FAILED:
        _tell_turned_up(attempt, record)
        return
    film = attempt.take.film
    with transaction.atomic():
        if sending.record_sent(attempt, record.task_id):
            pauses.say(film, _other_doubt(film))


def _tell_turned_up(attempt: Attempt, record: TaskState) -> None:
    """Once: it was taken for not placed, and the credits went back. They stay with the studio.

    Its task is kept, so that a reconciliation names what it cost.
    """
    rows = Attempt.objects.for_studio(attempt.studio_id).filter(pk=attempt.pk, status=Attempt.Status.FAILED)
    is_new = rows.filter(Q(task_id=None) | Q(reason=FORGOTTEN)).update(
        task_id=Coalesce(F("task_id"), Value(record.task_id)),
        reason=Case(When(reason=FORGOTTEN, then=Value(TURNED_UP)), default=F("reason")),
        reported=record.credits_consumed if record.state == State.SUCCESS else None,
    )
    if not is_new:
        return
    log.error("attempt.ended.arrived", attempt=attempt.public_id, task=record.task_id)
    events.tell(
        attempt.take.film, "order.turned_up",
        f"The order of {attempt.take.label} ({attempt.take.tier}) that was taken for not placed has turned up. "
        + ("See kie.ai/logs for it." if attempt.credential.is_own else "You pay nothing for it."),
    )  # fmt: skip


def _other_doubt(film: Film) -> str:
    """What the film still waits for, where it does."""
    rows = Attempt.objects.for_studio(film.studio_id).filter(take__film=film, status=Attempt.Status.IN_DOUBT)
    found = rows.select_related(*ITS_WORK).order_by("-pk").first()
    return endings.doubt_of(found) if found else ""

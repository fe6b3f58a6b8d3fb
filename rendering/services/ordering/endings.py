"""What becomes of an order: made, failed and perhaps tried once more, taken back before it was placed, or in doubt."""

import re
from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models.functions import Now

from billing import port as billing
from core import states
from rendering.models import Attempt, Take
from rendering.models.attempts import LIVE
from rendering.provider.errors import REFERENCE_NOT_FETCHED, Failure, failure_of
from rendering.provider.records import TaskState
from rendering.services import credentials, events, pauses, takes
from rendering.services.ordering import contents, halts, pacing

log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 3
LOST = "The answer to this order was lost on its way."
RESTORED = "The service came back from a backup, and this may have been ordered before that."
_SHOWS_SOMEBODY = re.compile(r"real[- ]person", re.IGNORECASE)
OTHER_WORDS = "Its bill comes again and takes other words for it."
SENTENCES = {
    "rejected": f"The picture service does not take this order as it is. {OTHER_WORDS}",
    "failed_for_now": f"It failed {MOST_ATTEMPTS} times at the picture service.",
    "failed_for_good": f"The picture service refused what is shown. {OTHER_WORDS}",
    "shows_somebody": f"The picture service makes no pictures of real people. {OTHER_WORDS}",
    "charged_for_nothing": "It failed at the picture service, and another try by itself might be charged, too.",
}


def succeed(attempt: Attempt, record: TaskState) -> None:
    """It is made: what the provider reported is posted, at most the hold, in the transaction that marks it made."""
    with transaction.atomic():
        reported = record.credits_consumed
        if not states.advance(
            attempt, Attempt.Status.SUCCEEDED, reported=reported, result_url=record.result_urls[0], settled_at=Now(),
            next_look_up_at=Now(),
        ):  # fmt: skip
            return
        posted = billing.amounts_of([attempt.line])[attempt.line] if reported is None else reported
        billing.capture(attempt.studio_id, {attempt.line: posted})
        pacing.learn(attempt, record.made_ms)


def end_failed(attempt: Attempt, record: TaskState) -> None:
    """It failed at the provider. Tried again by itself only where that failure surely cost nothing and may pass."""
    said = record.fail_msg or ""
    is_passing = failure_of(record.fail_code, said) == Failure.TRANSIENT or (
        record.fail_code == REFERENCE_NOT_FETCHED and contents.forget_uploads(attempt.take)
    )
    log.warning("attempt.failed", attempt=attempt.public_id, number=attempt.number, said=said)
    if record.credits_consumed != 0:
        # The studio pays nothing for it all the same; reconciling names it to the operator.
        log.error("attempt.failed.charged", attempt=attempt.public_id, reported=str(record.credits_consumed))
        fail(attempt, reason="charged_for_nothing", said=said, record=record)
    elif not (is_passing and _may_retry(attempt) and _retry(attempt, said, record)):
        reason = "failed_for_now" if is_passing else "failed_for_good"
        if _SHOWS_SOMEBODY.search(said):
            reason = "shows_somebody"
        fail(attempt, reason=reason, said=said, record=record)


def fail(attempt: Attempt, *, reason: str, said: str, record: TaskState | None = None) -> None:
    """The take can not be had this way: its credits come back, and the person is told what to change."""
    with transaction.atomic():
        if not states.advance(
            attempt, Attempt.Status.FAILED, was=attempt.status, reason=reason, told=said[:500], settled_at=Now(),
            reported=record.credits_consumed if record else None,
            **({} if record else {"answered_at": Now()}),
        ):  # fmt: skip
            return
        billing.void(attempt.studio_id, [attempt.line])
        takes.fail(attempt.take, f"{SENTENCES[reason]} {_cost_of(attempt, record)}")


def _cost_of(attempt: Attempt, record: TaskState | None) -> str:
    if record is None or record.credits_consumed == 0:
        return "It cost nothing."
    if attempt.credential.is_own:
        return "kie.ai may have charged your account for it: see kie.ai/logs."
    return "You pay nothing for it."


def _may_retry(attempt: Attempt) -> bool:
    """Not what was tried often enough, nor what a person has the film go on without."""
    return attempt.number < MOST_ATTEMPTS and attempt.take.status == Take.Status.ORDERED


def _retry(attempt: Attempt, said: str, record: TaskState) -> bool:
    """A new attempt of the same take under the same hold, for the failure cost nothing.

    False when the line is not this attempt's to hand on: then nothing was changed. Of an attempt from a backup nobody
    knows whether the new one was made, and sent, in the lost time: that is in doubt from the start.
    """
    with transaction.atomic():
        if not states.advance(
            attempt, Attempt.Status.FAILED, reason="failed_for_now", told=said[:500], reported=record.credits_consumed,
            settled_at=Now(),
        ):  # fmt: skip
            return True  # somebody was first
        following = Attempt.objects.create(
            studio_id=attempt.studio_id, take=attempt.take, credential=credentials.now_for(attempt.credential),
            line=attempt.line, number=attempt.number + 1, not_before=Now() + timedelta(seconds=5 * attempt.number),
        )  # fmt: skip
        if not billing.hand_on(
            attempt.studio_id, line=attempt.line, before=attempt.public_id, after=following.public_id
        ):
            transaction.set_rollback(True)
            attempt.status = Attempt.Status.SENT
            return False
        if halts.was_restored_since(attempt.created_at):
            doubt(following, RESTORED, reason="restored")
    return True


def doubt(attempt: Attempt, sentence: str = LOST, *, reason: str = "answer_lost") -> bool:
    """Nobody knows whether this order arrived. Its credits stay held, and no machine orders it again."""
    with transaction.atomic():
        if not states.advance(
            attempt, Attempt.Status.IN_DOUBT, was=attempt.status, reason=reason, told=sentence, answered_at=Now(),
            slot_at=None,
        ):  # fmt: skip
            return False
        events.tell(attempt.take.film, "order.in_doubt", doubt_of(attempt))
        pauses.say(attempt.take.film, doubt_of(attempt))
    return True


def doubt_of(attempt: Attempt) -> str:
    """What a person is told of an order in doubt, and what they can do."""
    take = attempt.take
    return (
        f"{take.label} ({take.tier}) may or may not have been ordered: {attempt.told} Its credits stay set aside, and "
        f"pod does not order it again by itself. {_who_can_look(attempt)} To finish without it: "
        f"pod resume {take.film.name} --without-doubtful"
    )


def _who_can_look(attempt: Attempt) -> str:
    if attempt.credential.is_own:
        return "Look it up at kie.ai/logs, and tell your studio contact."
    return "Your studio contact can look it up."


def take_back(attempt: Attempt, *, reason: str, told: str) -> bool:
    """Nothing was ordered: give the credits back, and let a person see the bill again. False when it moved on."""
    film, take = attempt.take.film, attempt.take
    is_missed = take.status != Take.Status.LEFT_OUT
    label = f"{take.label} ({take.tier})"
    what_next = "resume shows its bill again." if is_missed else "the film goes on without it, as you said."
    sentence = f"{label} was not ordered. {told} Nothing was spent on it; {what_next}"
    with transaction.atomic():
        if not states.advance(
            attempt, Attempt.Status.FAILED, was=attempt.status, reason=reason, told=told, settled_at=Now()
        ):
            return False
        if _is_its_alone(attempt):
            billing.void(attempt.studio_id, [attempt.line])
        states.advance(take, Take.Status.PLANNED if is_missed else Take.Status.DROPPED)
        events.tell(film, "order.not_placed", sentence)
        if is_missed:
            pauses.pause(film, sentence)
    return True


def _is_its_alone(attempt: Attempt) -> bool:
    """False when the line may pay for another order: then its credits stay held, whatever became of this one."""
    lines = billing.released_lines(attempt.studio_id, attempt.take.film.public_id)
    others = Attempt.objects.for_studio(attempt.studio_id).filter(line=attempt.line, status__in=LIVE)
    return attempt.line in {line.id for line in lines.values()} and not others.exclude(pk=attempt.pk).exists()

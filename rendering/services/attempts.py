"""Orders, exactly once: three steps to send, look-ups that decide, and what follows from each outcome."""

from typing import Any

import structlog
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from billing import port as billing
from billing.port import NotPermitted, Permit
from core import clock, locks, states
from rendering.models import Attempt, Take
from rendering.models.attempts import LIVE
from rendering.provider.client import Client
from rendering.provider.errors import Failure, ProviderFault, Then, after_order, failure_of
from rendering.provider.records import State, TaskState
from rendering.services import credentials, events, orders, pacing, pauses, refusals, takes

log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 3
SENDING_PATIENCE_SECONDS = 150
"""Longer than any call to the provider may take: an attempt that is still `sending` then has lost its worker."""


def send(attempt: Attempt, client: Client) -> None:
    """Place the order of a queued attempt that has a slot.

    1. From `queued` to `sending`, with the approval verified and its line taken, committed.
    2. The call. 3. What came of it. A worker that dies between 1 and 3 leaves `sending`, which is never sent again.
    """
    if attempt.status != Attempt.Status.QUEUED:
        return
    try:
        content = orders.input_of(attempt, client)
    except ProviderFault as fault:  # an upload failed: nothing was ordered
        _wait(attempt, fault)
        return
    permit = _claim(attempt)
    if permit is None:
        return
    try:
        task_id = client.order(permit, content, orders.callback_url(attempt))
    except ProviderFault as fault:
        _after_fault(attempt, fault)
        return
    _record_sent(attempt, task_id)


def give_up_sending(attempt: Attempt) -> None:
    """The worker that was sending this is gone: nobody knows whether the order arrived."""
    _doubt(attempt, "The answer to this order was lost.")


def look_up(attempt: Attempt, client: Client) -> None:
    """Ask the provider how the task stands, and act on it. Every answer that is not an end leaves a next time."""
    pace = pacing.after(attempt.look_ups)
    rows = Attempt.objects.for_studio(attempt.studio_id).filter(pk=attempt.pk, status=Attempt.Status.SENT)
    if not rows.filter(next_look_up_at__lte=Now()).update(
        next_look_up_at=clock.from_now(seconds=pace), look_ups=F("look_ups") + 1
    ):
        return
    try:
        record = client.look_up(attempt.task_id or "")
    except ProviderFault as fault:
        log.info("attempt.look_up.failed", attempt=attempt.public_id, said=fault.said)
        refusals.after_look_up(attempt, fault)
        return
    if record.state == State.SUCCESS and record.result_urls:
        _succeed(attempt, record)
    elif record.state == State.FAIL:
        _fail(attempt, record)
    elif attempt.look_ups == pacing.LATE_LOOK_UPS:
        events.tell(
            attempt.take.film,
            "take.late",
            f"{attempt.take.label} is taking long. pod keeps looking; nothing is ordered again.",
        )


def hear(attempt: Attempt, task_id: str, *, is_sure: bool = False) -> None:
    """Keep which task a callback names; a worker decides what it is worth. The first word counts.

    A person who is sure overrules it, and is believed without the callback address as proof.
    """
    rows = Attempt.objects.for_studio(attempt.studio_id).filter(pk=attempt.pk)
    unheard = rows if is_sure else rows.filter(hinted_task_id="")
    unheard.update(hinted_task_id=task_id, is_hint_sure=is_sure)
    rows.filter(status=Attempt.Status.SENT, task_id=task_id).update(next_look_up_at=Now())


def heed_hint(attempt: Attempt, client: Client) -> None:
    """Adopt the task a callback named where our own answer was lost; a hint that is not ours is forgotten."""
    if attempt.status not in (Attempt.Status.SENDING, Attempt.Status.IN_DOUBT) or not attempt.hinted_task_id:
        return
    try:
        record = client.look_up(attempt.hinted_task_id)
    except ProviderFault as fault:
        log.info("attempt.adopt.failed", attempt=attempt.public_id, said=fault.said)
        return
    if record.state == State.NOT_YET_KNOWN:
        return  # normal for a minute; the sweep comes back
    ours = orders.callback_url(attempt)
    if attempt.is_hint_sure or (ours is not None and record.callback_url == ours):
        _record_sent(attempt, record.task_id)
        pauses.say(attempt.take.film, "")
        return
    log.warning("attempt.adopt.refused", attempt=attempt.public_id)
    rows = Attempt.objects.for_studio(attempt.studio_id).filter(pk=attempt.pk)
    rows.filter(hinted_task_id=attempt.hinted_task_id).update(hinted_task_id="")


def _claim(attempt: Attempt) -> Permit | None:
    take = attempt.take
    try:
        with transaction.atomic():
            # The client in hand is of this account: an order that was given another one since is not ours to send.
            same = Attempt.objects.for_studio(attempt.studio_id).filter(credential=attempt.credential_id)
            if locks.row(same.filter(pk=attempt.pk)) is None:
                return None
            if not states.advance(attempt, Attempt.Status.SENDING, sending_at=Now()):
                return None
            return billing.verify(
                attempt.studio_id, subject=take.film.public_id, line=attempt.line, work=take.public_id,
                spec=take.spec, order=attempt.public_id,
            )  # fmt: skip
    except NotPermitted as refusal:
        attempt.status = Attempt.Status.QUEUED
        _refuse(attempt, refusal)
        return None


def forget(attempt: Attempt) -> bool:
    """A person has looked and says that the order never arrived. False when it is not in doubt (any more)."""
    return _take_back(attempt, reason="forgotten", told="A person found that the order never arrived.")


def _refuse(attempt: Attempt, refusal: NotPermitted) -> None:
    """Nothing is ordered without a verified approval, nor is what else waits: one bill shows all of it."""
    film = attempt.take.film.name
    log.warning("attempt.send.refused", attempt=attempt.public_id, film=film, reason=refusal.reason)
    with transaction.atomic():
        if _take_back(attempt, reason=refusal.reason, told=refusal.sentence):
            takes.give_back_planned(attempt.take.film)


def _take_back(attempt: Attempt, *, reason: str, told: str) -> bool:
    """Nothing was ordered: give the credits back, and let a person see the bill again."""
    film, take = attempt.take.film, attempt.take
    label = f"{take.label} ({take.tier})"
    sentence = f"{label} was not ordered. {told} Nothing was spent on it; resume shows its bill again."
    with transaction.atomic():
        if not states.advance(attempt, Attempt.Status.FAILED, reason=reason, told=told, settled_at=Now()):
            return False
        if _is_its_alone(attempt):
            billing.void(attempt.studio_id, [attempt.line])
        states.advance(take, Take.Status.PLANNED)
        events.tell(film, "order.not_placed", sentence)
        pauses.pause(film, sentence)
    return True


def _is_its_alone(attempt: Attempt) -> bool:
    """False when the line may pay for another order: then its credits stay held, whatever became of this one."""
    lines = billing.released_lines(attempt.studio_id, attempt.take.film.public_id)
    others = Attempt.objects.for_studio(attempt.studio_id).filter(line=attempt.line, status__in=LIVE)
    return attempt.line in {line.id for line in lines.values()} and not others.exclude(pk=attempt.pk).exists()


def _after_fault(attempt: Attempt, fault: ProviderFault) -> None:
    verdict = after_order(fault)
    log.warning("attempt.send.failed", attempt=attempt.public_id, then=verdict.then, said=fault.said)
    if verdict.then == Then.IN_DOUBT:
        _doubt(attempt, f"The answer to this order was lost ({fault.said[:200]}).")
    elif verdict.then == Then.FAILED:
        _end(attempt, reason="rejected", said=fault.said)
    else:
        _wait(attempt, fault)


def _wait(attempt: Attempt, fault: ProviderFault) -> None:
    """Nothing was ordered: back to the queue, and where the account is at fault, that is told."""
    verdict = after_order(fault)
    _put_back(attempt, seconds=verdict.wait_seconds or 10, said=fault.said)
    if verdict.then == Then.BLOCKED:
        refusals.after_order(attempt, fault)


def _put_back(attempt: Attempt, *, seconds: int, said: str) -> None:
    later: dict[str, Any] = {
        "slot_at": None,
        "not_before": clock.from_now(seconds=seconds),
        "told": said[:500],
    }
    if attempt.status == Attempt.Status.QUEUED:
        rows = Attempt.objects.for_studio(attempt.studio_id).filter(
            pk=attempt.pk, status=Attempt.Status.QUEUED
        )
        rows.update(**later)
        return
    states.advance(attempt, Attempt.Status.QUEUED, answered_at=Now(), **later)


def _record_sent(attempt: Attempt, task_id: str) -> bool:
    first = clock.from_now(seconds=pacing.FIRST_SECONDS)
    sent = states.advance(
        attempt,
        Attempt.Status.SENT,
        task_id=task_id,
        answered_at=Now(),
        next_look_up_at=first,
        reason="",
        told="",
    )
    log.info("attempt.send.done", attempt=attempt.public_id, sent=sent)
    return sent


def _doubt(attempt: Attempt, sentence: str) -> None:
    film, take = attempt.take.film, attempt.take
    with transaction.atomic():
        if states.advance(
            attempt, Attempt.Status.IN_DOUBT, reason="answer_lost", told=sentence, answered_at=Now()
        ):
            told = (
                f"{take.label} ({take.tier}) may or may not have been ordered: {sentence} "
                "Its credits stay set aside, and pod does not order it again by itself."
            )
            events.tell(film, "order.in_doubt", told)
            pauses.say(film, told)


def _succeed(attempt: Attempt, record: TaskState) -> None:
    with transaction.atomic():
        reported = record.credits_consumed
        if not states.advance(
            attempt, Attempt.Status.SUCCEEDED, reported=reported, result_url=record.result_urls[0], settled_at=Now(),
            next_look_up_at=Now(),
        ):  # fmt: skip
            return
        line = billing.released_lines(attempt.studio_id, attempt.take.film.public_id)[attempt.take.public_id]
        billing.capture(attempt.studio_id, {attempt.line: line.amount if reported is None else reported})


def _fail(attempt: Attempt, record: TaskState) -> None:
    said = record.fail_msg or ""
    is_transient = failure_of(record.fail_code, said) == Failure.TRANSIENT
    log.warning("attempt.failed", attempt=attempt.public_id, number=attempt.number, said=said)
    if is_transient and attempt.number < MOST_ATTEMPTS:
        _retry(attempt, said, record)
    else:
        _end(attempt, reason="failed_for_now" if is_transient else "failed_for_good", said=said)


def _retry(attempt: Attempt, said: str, record: TaskState) -> None:
    """A new attempt of the same take under the same hold, for the failure cost nothing."""
    with transaction.atomic():
        if not states.advance(
            attempt, Attempt.Status.FAILED, reason="failed_for_now", told=said, reported=record.credits_consumed,
            settled_at=Now(),
        ):  # fmt: skip
            return
        following = Attempt.objects.create(
            studio_id=attempt.studio_id, take=attempt.take, credential=credentials.now_for(attempt.credential),
            line=attempt.line, number=attempt.number + 1, not_before=clock.from_now(seconds=5 * attempt.number),
        )  # fmt: skip
        if not billing.hand_on(
            attempt.studio_id, line=attempt.line, before=attempt.public_id, after=following.public_id
        ):
            raise RuntimeError(f"{attempt.public_id} did not have its line")


def _end(attempt: Attempt, *, reason: str, said: str) -> None:
    with transaction.atomic():
        if not states.advance(
            attempt,
            Attempt.Status.FAILED,
            reason=reason,
            told=said[:500],
            answered_at=Now(),
            settled_at=Now(),
        ):
            return
        billing.void(attempt.studio_id, [attempt.line])
        takes.fail(attempt.take, SENTENCES[reason])


SENTENCES = {
    "rejected": "The picture service does not take this order as it is.",
    "failed_for_now": f"It failed {MOST_ATTEMPTS} times at the picture service.",
    "failed_for_good": "The picture service refused what is shown. Change the words of the shot and ask again.",
}

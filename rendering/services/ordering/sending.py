"""Placing an order, exactly once: three steps, and what each way to fail amounts to."""

import time
import traceback
from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models.functions import Now

from billing import port as billing
from billing.port import NotPermitted, Permit
from core import clock, locks, states
from rendering.media import DiskFull
from rendering.models import Attempt
from rendering.provider.client import Client
from rendering.provider.errors import ProviderFault, ReferenceNotFetched, Then, after_order
from rendering.services import connections, events, takes
from rendering.services.files import NotKept
from rendering.services.ordering import contents, dispatch, endings, pacing, refusals, windows

log = structlog.get_logger(__name__)

LOCK_SPACE = 0x5E
IMPOSSIBLE_SECONDS = 60
IMPOSSIBLE = "An order can not be written just now. Nothing was spent; please tell your studio contact."
UNREADABLE = "{} An order that refers to it waits. Nothing was spent; please tell your studio contact."
HINT_SECONDS = 5
UPLOAD_AGAIN_SECONDS = 5
CLAIM_LASTS_SECONDS = 30
"""A worker that was frozen for longer after its claim does not call: others may have settled its order as lost."""
SENDING_PATIENCE_SECONDS = 150
"""Longer than any call to the provider may take: an attempt that is still `sending` then has lost its worker."""


def send(attempt: Attempt) -> None:
    """Place the order of a queued attempt that has a slot.

    1. From `queued` to `sending`, with the approval verified and its line taken, committed.
    2. The call. 3. What came of it. A worker that dies between 1 and 3 leaves `sending`, which is never sent again.
    """
    if attempt.status != Attempt.Status.QUEUED:
        return
    with locks.only_one(LOCK_SPACE, attempt.pk) as is_mine:  # a doubled message uploads nothing twice
        if is_mine:
            _send(attempt)


def _send(attempt: Attempt) -> None:
    written = _written(attempt)
    if written is None:
        return
    client, content = written
    opens_at = _opens_at(attempt)
    _wait_until(opens_at - windows.EARLY.total_seconds())
    claimed = _uptime()
    permit = _claim(attempt)
    if permit is None:
        return
    _wait_until(opens_at)  # nobody is asked any more: whatever failed from here on would leave a doubt
    if _uptime() - claimed > CLAIM_LASTS_SECONDS:
        _put_back(attempt, seconds=0, said="")  # unless somebody has settled it
        return
    try:
        task_id = client.order(permit, content, contents.callback_url(attempt))
    except ProviderFault as fault:
        _after_fault(attempt, fault, may_have_arrived=True)
        return
    answered = time.monotonic()
    # Should the database be gone by now, this line is what a person can adopt the order by.
    log.info("attempt.send.answered", attempt=attempt.public_id, task=task_id)
    record_sent(attempt, task_id, since=answered)


def _written(attempt: Attempt) -> tuple[Client, dict[str, Any]] | None:
    """The client and the order's content; None when it can not be written now, and waits without its slot."""
    try:
        client = connections.of(attempt.credential)
        return client, contents.input_of(attempt, client)
    except ProviderFault as fault:  # an upload failed
        _after_fault(attempt, fault, may_have_arrived=False)
    except (NotKept, DiskFull) as trouble:
        _wait_for_us(attempt, trouble, UNREADABLE.format(trouble))
    except Exception as trouble:  # an order that keeps its slot would keep all others from one
        _wait_for_us(attempt, trouble, IMPOSSIBLE)
    return None


def record_sent(attempt: Attempt, task_id: str, *, since: float | None = None) -> bool:
    """The provider has it under this name, and said so at this moment of the monotonic clock, or just now.

    Where a callback was first, it is looked up at once.
    """
    first = pacing.first(pacing.usual(attempt))
    ago = timedelta(seconds=time.monotonic() - since if since is not None else 0)
    is_sent = states.advance(
        attempt, Attempt.Status.SENT, task_id=task_id, answered_at=Now() - ago, next_look_up_at=Now() + first,
        reason="", told="",
    )  # fmt: skip
    if is_sent and attempt.hints.exists():
        Attempt.objects.for_studio(attempt.studio_id).filter(pk=attempt.pk).update(next_look_up_at=Now())
        attempt.hints.all().delete()
    log.info("attempt.send.done", attempt=attempt.public_id, sent=is_sent)
    return is_sent


def _wait_for_us(attempt: Attempt, trouble: Exception, sentence: str) -> None:
    """Something is amiss on our side: nothing is ordered, and the person is told why."""
    frame = traceback.extract_tb(trouble.__traceback__)[-1]
    where = f"{frame.name}:{frame.lineno}"
    log.error("attempt.send.impossible", attempt=attempt.public_id, why=type(trouble).__name__, where=where)
    _put_back(attempt, seconds=IMPOSSIBLE_SECONDS, said="")
    events.tell(attempt.take.film, "order.waits", sentence)


def _opens_at(attempt: Attempt) -> float:
    """When its slot opens, at most a fraction of a second ahead by the database's clock; on the monotonic clock."""
    ahead = min(windows.REACH, attempt.slot_at - clock.now()) if attempt.slot_at else timedelta()
    return time.monotonic() + ahead.total_seconds()


def _wait_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))


def _uptime() -> float:
    """Seconds that go on while the computer sleeps, which the monotonic clock's may not."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def _claim(attempt: Attempt) -> Permit | None:
    take = attempt.take
    try:
        with transaction.atomic():
            # The client in hand is of this account: an order that was given another one since is not ours to send.
            # One that was put back meanwhile has no slot any more, or a later one: this message is an old one.
            same = Attempt.objects.for_studio(attempt.studio_id).filter(credential=attempt.credential_id)
            due = same.filter(
                status=Attempt.Status.QUEUED, slot_at=attempt.slot_at, slot_at__lte=Now() + windows.EARLY,
                is_held_back=False,
            )  # fmt: skip
            if locks.row(due.filter(pk=attempt.pk)) is None:
                return None
            if not dispatch.may_start(attempt):
                _put_back(attempt, seconds=0, said="")
                return None
            if attempt.sending_at is not None and attempt.hints.exists():
                # It was refused and calls back all the same: first see what that is about.
                _put_back(attempt, seconds=HINT_SECONDS, said="")
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


def _refuse(attempt: Attempt, refusal: NotPermitted) -> None:
    """Nothing is ordered without a verified approval, nor is what else waits: one bill shows all of it."""
    film = attempt.take.film
    log.warning("attempt.send.refused", attempt=attempt.public_id, film=film.name, reason=refusal.reason)
    with transaction.atomic():
        if endings.take_back(attempt, reason=refusal.reason, told=refusal.sentence):
            takes.give_back_planned(film)


def _after_fault(attempt: Attempt, fault: ProviderFault, *, may_have_arrived: bool) -> None:
    """What the fault amounts to. Before the order itself nothing can have arrived: then no answer is no doubt."""
    verdict = after_order(fault)
    log.warning(
        "attempt.send.failed", attempt=attempt.public_id, then=verdict.then, said=fault.said,
        was_sent=may_have_arrived,
    )  # fmt: skip
    if verdict.then == Then.IN_DOUBT and may_have_arrived:
        endings.doubt(attempt)
    elif isinstance(fault, ReferenceNotFetched) and contents.forget_uploads(attempt.take):
        _put_back(attempt, seconds=UPLOAD_AGAIN_SECONDS, said=fault.said)
    elif verdict.then == Then.FAILED:
        endings.fail(attempt, reason="rejected", said=fault.said)
    else:
        _put_back(attempt, seconds=verdict.wait_seconds or 10, said=fault.said)
        if verdict.then == Then.BLOCKED:
            refusals.after_order(attempt, fault)


def _put_back(attempt: Attempt, *, seconds: int, said: str) -> None:
    later: dict[str, Any] = {
        "slot_at": None, "not_before": Now() + timedelta(seconds=seconds), "told": said[:500],
    }  # fmt: skip
    if attempt.status == Attempt.Status.QUEUED:
        rows = Attempt.objects.for_studio(attempt.studio_id)
        rows.filter(pk=attempt.pk, status=Attempt.Status.QUEUED).update(**later)
        return
    states.advance(attempt, Attempt.Status.QUEUED, answered_at=Now(), **later)

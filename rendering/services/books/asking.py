"""Ask the provider for its own records of orders, at a pace that leaves room for the look-ups films wait for."""

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

import structlog

from core.errors import Unavailable
from rendering.models import Attempt
from rendering.provider.errors import ProviderFault, TooFast
from rendering.provider.records import TaskState
from rendering.services import connections
from rendering.services.books.differences import Code, Difference
from rendering.services.ordering import pacing

log = structlog.get_logger(__name__)

PAUSE_SECONDS = 0.25
"""Four questions a second, of the ten the provider allows each key."""

TOO_FAST_SECONDS = 2
TRIES = 3


class Asked(NamedTuple):
    """The provider's records by attempt, and what could not be asked."""

    records: dict[int, TaskState]
    differences: list[Difference]


def records_of(attempts: Sequence[Attempt], *, beat: Callable[[], None]) -> Asked:
    """Look up the task of every attempt that has one; `beat` is called before each question."""
    records: dict[int, TaskState] = {}
    missed: list[Difference] = []
    for attempt in attempts:
        if not attempt.task_id:
            continue
        beat()
        try:
            records[attempt.pk] = _look_up(attempt, attempt.task_id)
        except (ProviderFault, Unavailable) as fault:
            log.info("reconcile.look_up.failed", attempt=attempt.public_id, why=type(fault).__name__)
            missed.append(_missed(attempt, fault))
    return Asked(records, missed)


def _look_up(attempt: Attempt, task_id: str, tries: int = TRIES) -> TaskState:
    _wait_for_a_place(attempt)
    try:
        return connections.of(attempt.credential).look_up(task_id)
    except TooFast:
        if tries == 1:
            raise
    time.sleep(TOO_FAST_SECONDS)
    return _look_up(attempt, task_id, tries - 1)


def _wait_for_a_place(attempt: Attempt) -> None:
    """Films wait for look-ups of the same key: these come out of the same ten a second."""
    time.sleep(PAUSE_SECONDS)
    while not pacing.admit(attempt.credential):
        time.sleep(PAUSE_SECONDS)


def _missed(attempt: Attempt, fault: Exception) -> Difference:
    why = type(fault).__name__
    if attempt.credential.is_own:
        says = f"The studio's own kie.ai account did not tell of task {attempt.task_id} ({why})."
        return Difference(code=Code.OWN_KEY_DID_NOT_ANSWER, about=attempt.public_id, says=says)
    says = f"kie.ai did not tell of task {attempt.task_id} ({why}), so it was compared with nothing. Reconcile again."
    return Difference(code=Code.PROVIDER_DID_NOT_ANSWER, about=attempt.public_id, says=says)

"""Do a piece of work once for each key a client gives, however often the request arrives."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, NamedTuple

from django.db import transaction

from core import locks
from core.errors import Problem
from studios.models import IdempotencyRecord

LOCK_SPACE = 0x1D


class IdempotencyMismatch(Problem):
    """The key came before with another body."""

    code = "idempotency_mismatch"
    title = "This request key was used for something else"
    status = HTTPStatus.CONFLICT


class IdempotencyInProgress(Problem):
    """The first request with this key is still running."""

    code = "idempotency_in_progress"
    title = "The same request is still running"
    status = HTTPStatus.CONFLICT


class Answer(NamedTuple):
    """What the client is told; `is_replayed` when the work was done by an earlier request."""

    status: int
    body: Any
    is_replayed: bool


def once(studio_id: int, *, key: str, request_digest: str, work: Callable[[], tuple[int, Any]]) -> Answer:
    """Run `work` and keep its answer in the same transaction; a repeat gets the kept answer.

    A refusal raises out of `work` and rolls everything back, so nothing is kept of it and the client may try again.
    """
    with transaction.atomic():
        if not locks.claim(LOCK_SPACE, f"{studio_id}:{key}"):
            raise IdempotencyInProgress("The same request is still being worked on. Ask again in a moment.")
        record = IdempotencyRecord.objects.for_studio(studio_id).filter(key=key).first()
        if record is None:
            status, body = work()
            IdempotencyRecord.objects.create(
                studio_id=studio_id, key=key, request_digest=request_digest, status=status, body=body
            )
            return Answer(status, body, is_replayed=False)
    if record.request_digest != request_digest:
        raise IdempotencyMismatch(
            "This request key was used for a different request. Send the new one with a new key."
        )
    return Answer(record.status, record.body, is_replayed=True)

"""Ring a worker after the transaction. A ring that gets lost delays the work until the sweep, and loses nothing."""

from typing import Any

import structlog
from django.db import transaction
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)


def ring(task: Any, *numbers: int, after: float = 0) -> None:
    """Send the message once the current transaction (if any) has been committed, to be read in `after` seconds."""
    transaction.on_commit(lambda: _send(task, numbers, after))


def _send(task: Any, numbers: tuple[int, ...], after: float) -> None:
    try:
        task.apply_async(args=numbers, countdown=after or None, retry=False)
    except (OperationalError, OSError) as error:
        log.warning("doorbell.ring.lost", task=task.name, error=type(error).__name__)

"""What billing does by the clock. Messages only say "look"; every task may run twice, late, or beside itself."""

from datetime import timedelta

import structlog
from celery import shared_task

from billing.services import proof, topups, warnings

log = structlog.get_logger(__name__)

OVERLAP = timedelta(hours=1)
"""A proof goes back this far over what the one before has seen: entries are dated when they are written, and seen
when they are committed."""


@shared_task
def end_raises() -> None:
    """End the top-ups whose time is over."""
    topups.end_due()


@shared_task
def mail_warnings() -> None:
    """Write to the admins of studios that run short; what a mail server does not take stays for the next time."""
    for warning in warnings.to_mail():
        try:
            warnings.mail(warning)
        except OSError as error:
            log.warning("warning.mail.failed", warning=warning, error=type(error).__name__)


@shared_task
def prove() -> None:
    """Prove what has moved since the last proof, or everything where that one did not hold."""
    until = proof.proven_until()
    for equation in proof.run(until and until - OVERLAP):
        if not equation.is_true:
            log.error("ledger.proof.broken", equation=equation.says, left=equation.left, right=equation.right)

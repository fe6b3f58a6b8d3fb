"""Tell that an allowance is running out: each warning once, to the films under way and to the studio's admins."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from billing.models import CapWarning
from core import clock, locks
from core.amounts import text
from studios import port as studios

WHY = "the sweep serves every studio"
MAILING_PATIENCE_SECONDS = 600
"""Far longer than a mail server takes: a worker that is still mailing then has died, and another may try."""


def to_tell() -> list[int]:
    """The warnings that films under way have not been told of."""
    return list(_rows().filter(told_at=None).order_by("at").values_list("pk", flat=True))


@transaction.atomic
def tell(warning_id: int, say: Callable[[int, str], None]) -> None:
    """Have `say` pass the sentence on to the studio, in the same transaction: told exactly once."""
    warning = locks.row(_rows().filter(pk=warning_id, told_at=None))
    if warning is not None:
        say(warning.cap.studio_id, sentence_of(warning))
        _rows().filter(pk=warning_id).update(told_at=Now())


def to_mail() -> list[int]:
    """The warnings that nobody has written to the admins about, nor is about to."""
    return list(_idle().order_by("at").values_list("pk", flat=True))


def mail(warning_id: int) -> bool:
    """Write to the studio's admins. False when somebody else does.

    1. Claim it, committed. 2. The mail, outside any transaction. 3. Record it. A mail server that refuses raises and
    leaves it to be claimed again; only a worker that dies between 2 and 3 makes a second mail, ten minutes later.
    """
    if not _idle().filter(pk=warning_id).update(mailing_at=Now()):
        return False
    warning = _rows().select_related("cap").get(pk=warning_id)
    subject = f"pod: {warning.percent} % of this month's credits are used"
    try:
        studios.mail_admins(warning.cap.studio_id, subject=subject, text=sentence_of(warning))
    except OSError:
        _rows().filter(pk=warning_id).update(mailing_at=None)
        raise
    return bool(_rows().filter(pk=warning_id).update(mailed_at=Now()))


def sentence_of(warning: CapWarning) -> str:
    """What people are told: the figures as they are now, and whom to ask."""
    cap = warning.cap
    whose = "This month's allowance" if not cap.subject else f"The allowance of license {cap.subject}"
    used = f"{text(cap.held + cap.spent)} of {text(cap.ceiling)} credits"
    if warning.percent == 100:
        return f"{whose} is used up: {used}. A studio admin or your studio contact can top it up."
    return f"{whose} is used to {warning.percent} %: {used}. A studio admin or your studio contact can top it up."


def _rows() -> QuerySet[CapWarning]:
    return CapWarning.objects.across_studios(reason=WHY)


def _idle() -> QuerySet[CapWarning]:
    stale = clock.from_now(seconds=-MAILING_PATIENCE_SECONDS)
    return _rows().filter(Q(mailing_at=None) | Q(mailing_at__lt=stale), mailed_at=None)

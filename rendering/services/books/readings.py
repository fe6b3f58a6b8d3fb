"""Read the balance of accounts, often enough that a movement can be laid beside the orders between two readings."""

from datetime import datetime, timedelta
from typing import NamedTuple

import structlog
from django.db.models import Max, Q, Sum
from django.db.models.functions import Coalesce

from core import clock, locks
from core.amounts import ZERO, Credits
from core.errors import Unavailable
from rendering.models import Attempt, BalanceReading, Casting, Film, ProviderCredential
from rendering.provider.errors import ProviderFault
from rendering.services import castings, connections, own_balances
from rendering.services.books.movement import Bounds

log = structlog.get_logger(__name__)

WHY = "a worker reads every account"
LOCK_SPACE = 0xBE
EVERY = timedelta(minutes=10)
SETTLING = timedelta(seconds=60)
"""An order whose answer was lost may be booked so much later; a reading before that may be too early."""

QUESTION_AT_MOST = castings.CEILING
"""No question to the language model costs more."""

_ORDERED = (Attempt.Status.SENDING, Attempt.Status.SENT, Attempt.Status.IN_DOUBT)
UNDER_WAY = Q(status__in=_ORDERED) | Q(status=Attempt.Status.QUEUED, is_held_back=False)
ASKING_STAGES = (Film.Stage.PLAN, Film.Stage.SCRIPT, Film.Stage.CASTING, Film.Stage.SHOTS)


class Account(NamedTuple):
    """An account with orders under way: the newest doubt under it, and when it was read last."""

    credential_id: int
    doubted_at: datetime | None
    read_at: datetime | None

    def is_due(self, now: datetime) -> bool:
        """Every ten minutes; at once after an order came in doubt; and again when that order must have settled."""
        if self.read_at is None or self.read_at <= now - EVERY:
            return True
        if self.doubted_at is None:
            return False
        settled_at = self.doubted_at + SETTLING
        return self.read_at < self.doubted_at or self.read_at < settled_at <= now


def read_due() -> None:
    """Read every account whose turn it is."""
    now = clock.now()
    due = [account.credential_id for account in _accounts_in_use() if account.is_due(now)]
    for credential in ProviderCredential.objects.across_studios(reason=WHY).filter(pk__in=due):
        read(credential)


def read(credential: ProviderCredential) -> BalanceReading | None:
    """Read one account now and keep what it said. None where it does not answer, or somebody else is reading it."""
    with locks.only_one(LOCK_SPACE, credential.pk) as is_mine:
        if not is_mine:
            return None
        asked_at, before = clock.now(), _chat_of(credential)
        try:
            balance = own_balances.left_at(connections.of(credential))
        except (ProviderFault, Unavailable) as fault:
            log.info("balance.read.failed", credential=credential.public_id, why=type(fault).__name__)
            return None
        after = _chat_of(credential)
        reading = BalanceReading.objects.create(
            credential=credential, balance=balance, chat_least=before.least,
            chat_most=after.most, asked_at=asked_at,
        )  # fmt: skip
        reading.refresh_from_db()
        return reading


def _accounts_in_use() -> list[Account]:
    attempts = Attempt.objects.across_studios(reason=WHY).filter(UNDER_WAY).order_by()
    newest = Max("answered_at", filter=Q(status=Attempt.Status.IN_DOUBT))
    doubts = dict(attempts.values_list("credential").annotate(newest=newest))
    rows = BalanceReading.objects.across_studios(reason=WHY).filter(credential__in=doubts).order_by()
    read_at = dict(rows.values_list("credential").annotate(newest=Max("asked_at")))
    return [Account(key, newest_doubt, read_at.get(key)) for key, newest_doubt in doubts.items()]


def _chat_of(credential: ProviderCredential) -> Bounds:
    """What the language model has cost this account: films are written on the shared one, castings on the payer's."""
    rows = Casting.objects.across_studios(reason=WHY)
    if credential.is_own:
        rows = rows.filter(studio=credential.studio_id)
    else:
        own = ProviderCredential.objects.across_studios(reason=WHY).filter(studio__isnull=False)
        rows = rows.exclude(studio__in=own.values("studio"))
    asked = rows.aggregate(
        known=Coalesce(Sum("reported"), ZERO),
        open=Coalesce(Sum("ceiling", filter=Q(status__in=["asking", "in_doubt"])), ZERO),
    )
    known, most = asked["known"], asked["known"] + asked["open"]
    if not credential.is_own:
        films = Film.objects.across_studios(reason=WHY)
        written: Credits = films.aggregate(sum=Coalesce(Sum("planning_credits"), ZERO))["sum"]
        writing = films.filter(status=Film.Status.WORKING, stage__in=ASKING_STAGES).count()
        known, most = known + written, most + written + writing * QUESTION_AT_MOST
    return Bounds(known, most)

"""What kie.ai says about a key: whether it takes it, and how many credits are left behind it."""

from decimal import ROUND_DOWN

import structlog
from django.db.models.functions import Now

from core import clock, locks
from core.amounts import CENT, Credits
from rendering.models import ProviderCredential
from rendering.provider.client import Client
from rendering.provider.errors import KeyRefused, ProviderFault
from rendering.selectors import FRESH
from rendering.services import connections, credentials

log = structlog.get_logger(__name__)

LOCK_SPACE = 0xBA


def read(credential: ProviderCredential, client: Client) -> None:
    """Ask for the balance and keep the answer. Asks nothing when it is known, or somebody else is asking."""
    with locks.only_one(LOCK_SPACE, credential.pk) as is_mine:
        credential.refresh_from_db()
        if not is_mine or _is_fresh(credential):
            return
        try:
            balance = left_at(client)
        except KeyRefused:
            note_refused(credential)
        except ProviderFault as fault:
            log.info("balance.read.failed", credential=credential.public_id, why=type(fault).__name__)
        else:
            _keep(credential, state="good", balance=balance, balance_at=Now(), checked_at=Now())


def left_at(client: Client) -> Credits:
    """What is left on the account, as it is kept: rounded down. Raises ProviderFault."""
    return client.balance().quantize(CENT, rounding=ROUND_DOWN)


def look(studio_id: int) -> None:
    """Know the balance of a studio that pays kie.ai itself, before it is shown a bill."""
    own = credentials.live_own(studio_id)
    if own is not None:
        read(own, connections.of(own))


def note_refused(credential: ProviderCredential) -> None:
    """kie.ai has just refused this key."""
    _keep(credential, state="refused", checked_at=Now())


def note_spent(credential: ProviderCredential) -> None:
    """The balance is not what it was: whoever wants to know it next has it read anew."""
    _keep(credential, checked_at=None)


def _is_fresh(credential: ProviderCredential) -> bool:
    return credential.checked_at is not None and credential.checked_at > clock.now() - FRESH


def _keep(credential: ProviderCredential, **fields: object) -> None:
    rows = ProviderCredential.objects.across_studios(reason="the row is at hand")
    rows.filter(pk=credential.pk).update(**fields)
    credential.refresh_from_db()

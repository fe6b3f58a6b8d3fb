"""Which kie.ai account an order goes through: the shared one, or the own key of the studio that pays."""

import structlog
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from core import locks, sealing
from core.errors import Unavailable, WrongState
from rendering.errors import NotAnOwnKeyStudio, OwnKeyMissing
from rendering.models import Attempt, ProviderCredential
from studios import port as studios

log = structlog.get_logger(__name__)

OWN_KEY = "own_key"
WHY = "the shared account belongs to no studio"


def of_payer(studio_id: int) -> ProviderCredential:
    """The account that this studio's next order goes through. Raises OwnKeyMissing."""
    if studios.facts_of(studio_id).plan == OWN_KEY:
        own = live_own(studio_id)
        if own is None:
            raise OwnKeyMissing
        return own
    shared, _ = ProviderCredential.objects.across_studios(reason=WHY).get_or_create(
        studio=None, retired_at=None
    )
    return shared


def owner_of(studio_id: int | None) -> str:
    """Whom a key is sealed for: in another studio's row it opens nothing."""
    return f"studio {studio_id}"


def require(studio_id: int) -> None:
    """Raise OwnKeyMissing where nothing could ever be ordered for want of a key."""
    if studios.facts_of(studio_id).plan == OWN_KEY and live_own(studio_id) is None:
        raise OwnKeyMissing


def live_own(studio_id: int) -> ProviderCredential | None:
    """The studio's own key that is in use, or None."""
    return _live(studio_id).first()


def now_for(credential: ProviderCredential) -> ProviderCredential:
    """The key that has taken this one's place; itself while nothing has."""
    if credential.studio_id is None or credential.retired_at is None:
        return credential
    return live_own(credential.studio_id) or credential


def to_look_up_with(attempt: Attempt, turn: int | None = None) -> ProviderCredential:
    """The key an order was placed under: its account alone knows the order.

    Where that key was replaced and kie.ai refuses it, the new one takes turns with it: it may be of the same account.
    Whose turn it is comes from `turn`, or from how often it was looked up.
    """
    placed = attempt.credential
    is_dead = placed.retired_at is not None and placed.state == ProviderCredential.State.REFUSED
    return now_for(placed) if is_dead and (attempt.look_ups if turn is None else turn) % 2 else placed


def that_may_know(attempt: Attempt) -> list[ProviderCredential]:
    """The key an order was placed under, and the one that replaced it, in case both are of one account."""
    placed, now = attempt.credential, now_for(attempt.credential)
    return [placed] if now == placed else [placed, now]


@transaction.atomic
def replace(studio_id: int, key: str, *, by: str) -> ProviderCredential:
    """Seal a studio's own key and use it from now on; what waits to be sent goes out under it.

    The key before stays, retired. Raises NotAnOwnKeyStudio, Unavailable, or WrongState when two do it at once.
    """
    if studios.facts_of(studio_id).plan != OWN_KEY:
        raise NotAnOwnKeyStudio(
            "This studio's credits come with its license, so it needs no kie.ai key. Nothing was stored or spent."
        )
    sealed, before = sealing.seal(key, owner=owner_of(studio_id)), locks.row(_live(studio_id))
    _live(studio_id).update(retired_at=Now())
    try:
        with transaction.atomic():
            credential = ProviderCredential.objects.create(
                studio_id=studio_id, sealed_key=sealed.text, sealing_key_id=sealed.key_id
            )
    except IntegrityError:  # providercredential_one_live_per_studio
        raise WrongState(
            "Another admin has just added a key. Nothing was changed; see: pod credits."
        ) from None
    waiting = Attempt.objects.for_studio(studio_id).filter(status=Attempt.Status.QUEUED, credential=before)
    waiting.update(credential=credential, slot_at=None)
    studios.note(
        studio_id, actor=by, verb="own_key.replace", subject=credential.public_id,
        details={"before": before.public_id if before else None},
    )  # fmt: skip
    return credential


def reseal() -> int:
    """Seal anew what is sealed to an older key; how many that were. What can not be opened is logged and left."""
    newest, done = sealing.newest_key_id(), 0
    rows = ProviderCredential.objects.across_studios(reason="rotation serves every studio")
    for credential in rows.filter(studio__isnull=False).exclude(sealing_key_id=newest):
        try:
            fresh = sealing.reseal(credential.sealed, owner=owner_of(credential.studio_id))
        except Unavailable:
            log.error("credential.reseal.failed", credential=credential.public_id)
            continue
        unchanged = rows.filter(pk=credential.pk, sealed_key=credential.sealed_key)
        done += unchanged.update(sealed_key=fresh.text, sealing_key_id=fresh.key_id)
    return done


def _live(studio_id: int) -> QuerySet[ProviderCredential]:
    return ProviderCredential.objects.for_studio(studio_id).filter(retired_at=None)

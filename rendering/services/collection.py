"""Bring results home: at once, checked, hashed and stored."""

from pathlib import Path

import structlog
from django.db import transaction
from django.db.models import F
from django.utils.text import slugify

from core import clock, locks, states
from rendering import media
from rendering.media import BadMedia, Gone
from rendering.models import Attempt, Take
from rendering.provider.client import Client
from rendering.provider.errors import ProviderFault
from rendering.services import connections, events, files

log = structlog.get_logger(__name__)

LOCK_SPACE = 0xC0
AGAIN_SECONDS = 15
TELL_AFTER = 5
LARGEST_BYTES = 2 * 1024**3


def collect(attempt: Attempt, client: Client) -> bool:
    """Fetch, check and keep the result of an attempt that succeeded.

    False when it has to be tried again later, or another worker is at it.
    """
    with locks.only_one(LOCK_SPACE, attempt.pk) as is_mine:
        return is_mine and _collect(attempt, client)


def _collect(attempt: Attempt, client: Client) -> bool:
    rows = Attempt.objects.for_studio(attempt.studio_id).filter(
        pk=attempt.pk, status=Attempt.Status.SUCCEEDED, is_collected=False
    )
    if not rows.update(
        next_look_up_at=clock.from_now(seconds=AGAIN_SECONDS), collections=F("collections") + 1
    ):
        return False
    take = attempt.take
    place = files.workplace(attempt.public_id) / "result"
    try:
        _fetch(attempt, client, place)
        media.check(place, "still" if take.tier == Take.Tier.STILL else "clip", seconds=take.spec["seconds"])
    except (media.MediaFault, ProviderFault) as fault:
        log.warning("take.collect.failed", attempt=attempt.public_id, why=str(fault))
        if isinstance(fault, BadMedia):
            place.unlink(missing_ok=True)
        if attempt.collections + 1 == TELL_AFTER:
            events.tell(
                take.film,
                "take.not_collected",
                f"{take.label} is paid and made, but could not be fetched yet: {fault} pod keeps trying.",
            )
        return False
    stored = files.keep(take.film, path_of(take, place), place)
    with transaction.atomic():
        if rows.update(is_collected=True, next_look_up_at=None) and states.advance(
            take, Take.Status.READY, file=stored
        ):
            events.note(take.film, "take.ready", f"{take.label} {take.tier}")
    place.unlink(missing_ok=True)
    place.parent.rmdir()
    return True


def path_of(take: Take, source: Path) -> str:
    """Where this take lies in the film's folders."""
    extension = media.extension_of(source)
    again = f"-take-{take.number:02d}" if take.number > 1 else ""
    if take.look is not None:
        name = slugify(take.look.name) or f"{take.look.kind}-{take.look.number}"
        return f"{files.FOLDERS['looks']}/{name}{again}.{extension}"
    if take.tier == Take.Tier.STILL:
        return f"{files.FOLDERS['keyframes']}/{take.label}{again}.{extension}"
    return f"{files.FOLDERS['clips']}/{take.label}-{take.tier}{again}.{extension}"


def _fetch(attempt: Attempt, client: Client, place: Path) -> None:
    allow_private = connections.is_on_this_machine()
    try:
        media.download(attempt.result_url, place, allow_private=allow_private, max_bytes=LARGEST_BYTES)
    except Gone:
        fresh = client.download_url(attempt.result_url)
        media.download(fresh, place, allow_private=allow_private, max_bytes=LARGEST_BYTES)

"""Bring results home: at once, checked, hashed and stored."""

from collections.abc import Callable
from pathlib import Path

import structlog
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Now
from django.utils.text import slugify

from core import clock, locks, states
from core.errors import Unavailable
from rendering import media
from rendering.media import BadMedia, DiskFull, Gone
from rendering.models import Attempt, FilmFile, Take
from rendering.provider.client import Client
from rendering.provider.errors import ProviderFault
from rendering.provider.limits import MEDIA_KEPT_DAYS
from rendering.services import connections, disk_space, events, files
from rendering.services.files import NotKept

log = structlog.get_logger(__name__)

Connect = Callable[[], Client]
"""Gives the client of the account that made a result. May raise Unavailable where its key can not be opened."""

LOCK_SPACE = 0xC0
ALARM_DAYS = MEDIA_KEPT_DAYS - 3
TELL_AFTER = 5
LARGEST_BYTES = 2 * 1024**3
_MAY_BE_MADE = (Attempt.Status.SENT, Attempt.Status.IN_DOUBT)

_AGAIN = ((20, 15), (50, 2 * 60), (100, 15 * 60))
"""Up to so many tries: so many seconds. What does not come for five minutes is seldom a matter of seconds."""
_LONGEST_SECONDS = 60 * 60


def collect(attempt: Attempt, connect: Connect) -> bool:
    """Fetch, check and keep the result of an attempt that succeeded; `connect` is asked where its address is gone.

    False when it has to be tried again later, or another worker is at it.
    """
    with locks.only_one(LOCK_SPACE, attempt.pk) as is_mine:
        return is_mine and _collect(attempt, connect)


def overdue() -> QuerySet[Attempt]:
    """What is paid for, or may be, and not home although the provider keeps it for three days more, or less."""
    rows = Attempt.objects.across_studios(reason="what is paid for is looked after together")
    open_ = Q(status__in=_MAY_BE_MADE) | Q(status=Attempt.Status.SUCCEEDED, is_collected=False)
    # The provider counts from when it was made: after it was sent, and before we saw it.
    ordered = rows.filter(open_).annotate(ordered_at=Coalesce("sending_at", "created_at"))
    return ordered.filter(ordered_at__lte=clock.from_now(days=-ALARM_DAYS))


def alarm() -> None:
    """Say of each overdue result, once, that it may be lost: to the film, and to who reads the log."""
    for attempt in overdue().filter(alarmed_at=None).select_related("take__film", "take__shot", "take__look"):
        take, is_made = attempt.take, attempt.status == Attempt.Status.SUCCEEDED
        with transaction.atomic():
            if not overdue().filter(pk=attempt.pk, alarmed_at=None).update(alarmed_at=Now()):
                continue
            what = (
                "is paid and made, but could not be fetched" if is_made else "may be made, but is not settled"
            )
            events.tell(
                take.film,
                "take.overdue",
                f"{take.label} {what} for {ALARM_DAYS} days. The picture service keeps results for {MEDIA_KEPT_DAYS}. "
                "pod keeps trying; please tell your studio contact now.",
            )
        log.error(
            "take.collect.overdue",
            attempt=attempt.public_id,
            status=attempt.status,
            tries=attempt.collections,
        )


def again_after(tries: int) -> int:
    """Seconds until a result that could not be fetched so often is tried again; there is no last try."""
    return next((seconds for most, seconds in _AGAIN if tries < most), _LONGEST_SECONDS)


def _collect(attempt: Attempt, connect: Connect) -> bool:
    rows = Attempt.objects.for_studio(attempt.studio_id).filter(
        pk=attempt.pk, status=Attempt.Status.SUCCEEDED, is_collected=False
    )
    if disk_space.is_full():
        _wait_for_room(attempt, rows)
        return False
    later = clock.from_now(seconds=again_after(attempt.collections))
    if not rows.update(next_look_up_at=later, collections=F("collections") + 1):
        return False
    try:
        stored = _bring_home(attempt, connect)
    except DiskFull:
        disk_space.note_full()
        rows.update(collections=F("collections") - 1)  # the disk's fault, not the result's
        _wait_for_room(attempt, rows)
        return False
    except (media.MediaFault, ProviderFault, NotKept, Unavailable) as fault:
        _tell_failed(attempt, fault)
        return False
    with transaction.atomic():
        if rows.update(is_collected=True, next_look_up_at=None) and states.advance(
            attempt.take, Take.Status.READY, file=stored
        ):
            events.note(attempt.take.film, "take.ready", f"{attempt.take.label} {attempt.take.tier}")
    disk_space.take_back(attempt.take.film)
    files.clear(attempt.public_id)
    return True


def _bring_home(attempt: Attempt, connect: Connect) -> FilmFile:
    take, place = attempt.take, files.workplace(attempt.public_id) / "result"
    with media.says_when_full():
        if not place.exists():  # else it was whole and could not be stored
            _fetch(attempt, connect, place)
        try:
            media.check(
                place, "still" if take.tier == Take.Tier.STILL else "clip", seconds=take.spec["seconds"]
            )
        except BadMedia:
            place.unlink()
            raise
        return files.keep(take.film, path_of(take, place), place)


def _wait_for_room(attempt: Attempt, rows: QuerySet[Attempt]) -> None:
    rows.update(next_look_up_at=clock.from_now(seconds=disk_space.PAUSE_SECONDS))
    disk_space.tell(attempt.take.film)


def _tell_failed(attempt: Attempt, fault: Exception) -> None:
    log.warning("take.collect.failed", attempt=attempt.public_id, why=str(fault))
    if attempt.collections + 1 == TELL_AFTER:
        events.tell(
            attempt.take.film,
            "take.not_collected",
            f"{attempt.take.label} is paid and made, but could not be fetched yet: {_why(fault)} pod keeps trying. To "
            f"finish without it: pod resume {attempt.take.film.name} --without-doubtful",
        )


def _why(fault: Exception) -> str:
    if isinstance(fault, (ProviderFault, Unavailable)):
        return "the picture service gives no address for it just now."
    return str(fault)


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


def _fetch(attempt: Attempt, connect: Connect, place: Path) -> None:
    """From the address the provider told; from a new one where that is gone, and at every other try in any case:
    an address may also end as a page that says so."""
    if attempt.collections % 2 == 0:
        try:
            _download(attempt.result_url, place)
            return
        except Gone:
            pass
    _download(connect().download_url(attempt.result_url), place)


def _download(url: str, place: Path) -> None:
    allow_private = connections.is_on_this_machine()
    media.download(url, place, allow_private=allow_private, max_bytes=LARGEST_BYTES)

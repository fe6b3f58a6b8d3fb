"""Room on the disk: where it runs out, fetching and cutting pause, and go on by themselves once there is room."""

import shutil
import socket
from pathlib import Path

import structlog
from django.conf import settings
from django.db.models.functions import Now

from core import clock
from rendering.models import Film, FullDisk
from rendering.services import events, files

log = structlog.get_logger(__name__)

LEAST_BYTES = 64 * 1024**2
"""With less nothing is begun: a clip would not fit, and what else lives on the disk needs some."""

PAUSE_SECONDS = 60
"""For so long after a full disk nothing is tried here, whatever is free: a quota shows in no free space."""

HEARD_SECONDS = 5 * PAUSE_SECONDS
"""A full disk is noted anew each minute; a computer that says nothing for longer is gone, and its row with it."""

SENTENCE = (
    "The studio's disk is full. What is made and paid for waits safely at the picture service, and pod brings it home "
    "by itself once there is room. Nothing more is spent on it, and there is nothing you need to do."
)


def is_full() -> bool:
    """True while this computer should fetch and cut nothing."""
    noted = FullDisk.objects.filter(machine=socket.gethostname())
    if _free_bytes() < LEAST_BYTES:
        note_full()
        return True
    if noted.filter(at__gt=clock.from_now(seconds=-PAUSE_SECONDS)).exists():
        return True
    noted.delete()
    return False


def note_full() -> None:
    """Something found no room here just now."""
    machine = socket.gethostname()
    _, is_new = FullDisk.objects.update_or_create(machine=machine, defaults={"at": Now()})
    if is_new:
        log.error("disk.full", machine=machine)


def is_full_somewhere() -> bool:
    """True while any computer of the service has no room."""
    return FullDisk.objects.filter(at__gt=clock.from_now(seconds=-HEARD_SECONDS)).exists()


def tell(film: Film) -> None:
    """Say to a film why what it waits for does not come; whatever else it waits for stays said."""
    events.tell(film, "storage.full", SENTENCE)
    rows = Film.objects.for_studio(film.studio_id).filter(pk=film.pk, status=Film.Status.WORKING)
    rows.filter(waits_for="").update(waits_for=SENTENCE)


def take_back(film: Film) -> None:
    """There was room after all."""
    rows = Film.objects.for_studio(film.studio_id).filter(pk=film.pk, waits_for=SENTENCE)
    rows.filter(status=Film.Status.WORKING).update(waits_for="")


def _free_bytes() -> int:
    """What the fullest disk that films pass through has left."""
    folders = [files.work_folder(), *([Path(settings.MEDIA_ROOT)] if settings.MEDIA_ROOT else [])]
    return min(shutil.disk_usage(_nearest(folder)).free for folder in folders)


def _nearest(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.exists())

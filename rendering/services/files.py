"""Keep a film's files in storage, under the paths they have on the person's computer."""

import hashlib
import json
import mimetypes
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any, Protocol, cast

import structlog
from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core import ids
from rendering import media
from rendering.media import DiskFull
from rendering.models import Film, FilmFile

log = structlog.get_logger(__name__)

FOLDERS = {
    "script": "01-script",
    "casting": "02-casting",
    "looks": "03-characters",
    "shots": "04-shots",
    "keyframes": "05-keyframes",
    "clips": "06-clips",
    "cuts": "07-final",
}


class NotKept(Exception):
    """Raised when storage does not take or give a file; the message is a sentence."""


class _Finished(File):  # type: ignore[type-arg] # generic in the stubs only
    """A file that storage may move instead of copying it, which needs no room twice."""

    def temporary_file_path(self) -> str:
        assert self.name
        return self.name


class _Shelf(Protocol):
    def local(self, name: str, scratch: Path) -> AbstractContextManager[Path]: ...

    def read(self, name: str, first: int, length: int) -> Iterator[bytes]: ...


def keep(film: Film, path: str, source: Path) -> FilmFile:
    """Take a finished file into storage; `source` is gone afterwards, and stays where there was no room for it.

    The row is written after the bytes are safe; an earlier file of that path is replaced.
    Errors: `DiskFull`, `NotKept`.
    """
    size, digest = source.stat().st_size, media.sha256_of(source)
    with source.open("rb") as stream:
        key = _save(film, path, _Finished(stream, str(source)), size, digest)
    file = _record(film, path, key, size, digest)
    source.unlink(missing_ok=True)
    return file


def keep_text(film: Film, path: str, text: str) -> FilmFile:
    """Store a small text, such as the script."""
    content = text.encode()
    digest = hashlib.sha256(content).hexdigest()
    key = _save(film, path, ContentFile(content), len(content), digest)
    return _record(film, path, key, len(content), digest)


def keep_json(film: Film, path: str, value: Any) -> FilmFile:
    """Store a value as readable JSON."""
    return keep_text(film, path, json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def also_at(file: FilmFile, path: str) -> FilmFile:
    """The same bytes under a second path, such as the newest cut as the film itself."""
    return _record(file.film, path, file.key, file.size_bytes, file.sha256)


@contextmanager
def local(file: FilmFile) -> Iterator[Path]:
    """A path for ffmpeg and uploads to read while the block runs: the file itself in a folder, else a copy of it.

    Errors: `DiskFull`, and `NotKept` where storage does not give it or gives something else.
    """
    with ExitStack() as stack:
        with _as_our_errors():
            path = stack.enter_context(_shelf().local(file.key, work_folder(make=True)))
            found = media.sha256_of(path)
        if found != file.sha256:
            log.error("file.damaged", path=file.path, key=file.key)
            raise NotKept(f"{file.path} is no longer as it was when it was stored.")
        yield path


def read(file: FilmFile, first: int, length: int) -> Iterator[bytes]:
    """Its bytes from `first` on, for a client. Errors: `NotKept` at once, OSError on the way."""
    with _as_our_errors():
        return _shelf().read(file.key, first, length)


def work_folder(*, make: bool = False) -> Path:
    """Where what is being fetched or cut lies: always a folder; beside the films where they lie in one."""
    folder = Path(settings.POD_WORK_FOLDER or Path(settings.MEDIA_ROOT, "work"))
    if make:
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def workplace(name: str) -> Path:
    """A folder for one piece of work; what a killed worker left in it is there again."""
    folder = work_folder() / name
    with media.says_when_full():
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def clear(name: str) -> None:
    """This piece of work is done: nothing of its workplace is needed any more."""
    shutil.rmtree(work_folder() / name, ignore_errors=True)


def _save(film: Film, path: str, content: "File[bytes]", size: int, digest: str) -> str:
    """Store and read back. What was stored in part, or came back as something else, is removed again."""
    key = _key(film, path)
    try:
        with _as_our_errors():
            key = default_storage.save(key, content)
            found = hashlib.sha256()
            for piece in _shelf().read(key, 0, size):
                found.update(piece)
            is_same = found.hexdigest() == digest and default_storage.size(key) == size
        if not is_same:
            raise NotKept("The place films are kept in gave back something else than it was given.")
    except (DiskFull, NotKept):
        with suppress(OSError):
            default_storage.delete(key)
        raise
    return key


def _key(film: Film, path: str) -> str:
    # A key is never used twice, so a file that is being read is never written over.
    return str(PurePosixPath("films", film.public_id, ids.new("fil") + PurePosixPath(path).suffix))


def _record(film: Film, path: str, key: str, size: int, digest: str) -> FilmFile:
    content_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
    file, _ = FilmFile.objects.for_studio(film.studio_id).update_or_create(
        film=film,
        path=path,
        defaults={
            "key": key, "content_type": content_type, "size_bytes": size, "sha256": digest,
            "provider_url": "", "provider_url_at": None, "provider_credential": None,
        },
    )  # fmt: skip
    return file


def _shelf() -> _Shelf:
    return cast(_Shelf, default_storage)


@contextmanager
def _as_our_errors() -> Iterator[None]:
    try:
        with media.says_when_full():
            yield
    except OSError as error:
        log.warning("storage.failed", why=str(error))
        raise NotKept("The place films are kept in does not answer as it should.") from error

"""Keep a film's files in storage, under the paths they have on the person's computer."""

import hashlib
import json
import mimetypes
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core import ids
from rendering.models import Film, FilmFile

FOLDERS = {
    "script": "01-script",
    "casting": "02-casting",
    "looks": "03-characters",
    "shots": "04-shots",
    "keyframes": "05-keyframes",
    "clips": "06-clips",
    "cuts": "07-final",
}


def keep(film: Film, path: str, source: Path) -> FilmFile:
    """Store a finished file. The row is written after the bytes are safe; an earlier file of that path is replaced."""
    with source.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        stream.seek(0)
        key = default_storage.save(_key(film, path), File(stream))
    return _record(film, path, key, source.stat().st_size, digest)


def keep_text(film: Film, path: str, text: str) -> FilmFile:
    """Store a small text, such as the script."""
    content = text.encode()
    key = default_storage.save(_key(film, path), ContentFile(content))
    return _record(film, path, key, len(content), hashlib.sha256(content).hexdigest())


def keep_json(film: Film, path: str, value: Any) -> FilmFile:
    """Store a value as readable JSON."""
    return keep_text(film, path, json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def also_at(file: FilmFile, path: str) -> FilmFile:
    """The same bytes under a second path, such as the newest cut as the film itself."""
    return _record(file.film, path, file.key, file.size_bytes, file.sha256)


def local_path(file: FilmFile) -> Path:
    """Where the bytes can be read by ffmpeg."""
    return Path(default_storage.path(file.key))


def workplace(name: str) -> Path:
    """A folder for work in progress, on the same disk as storage."""
    folder = Path(default_storage.path("work")) / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


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

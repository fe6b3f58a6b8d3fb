"""Bringing a film's folders to this computer: only what is missing, each file checked by its SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path, PurePosixPath

from pod_cli import films, problems, wording
from pod_cli.live import Bar
from pod_cli.patience import insist
from pod_cli.session import Session
from pod_cli.wire import File


@dataclass(frozen=True)
class Brought:
    folder: Path
    paths: list[Path]
    film: Path | None
    """The newest cut's MP4, once there is one."""


def bring(session: Session, name: str, *, only: AbstractSet[str] | None = None) -> Brought:
    """Fetch the film's files (or those of ``only``) into ``episodes/<film>/``; whole ones are kept."""
    folder = session.settings.episodes / _safe(name)
    listed: list[File] = session.client.get(films.route(name, "files"))["files"]
    wanted = [file for file in listed if only is None or file["path"] in only]
    paths = []
    for file in wanted:
        target = folder / _safe(file["path"])
        if _fetch(session, file, target):
            session.screen.say(f"{file['path']} · {wording.size(file['bytes'])}")
        paths.append(target)
    film = folder / "07-final" / f"{name}.mp4"
    return Brought(folder, paths, film if film in paths else None)


def _safe(path: str) -> PurePosixPath:
    """The path as given, if it stays inside its folder; the service's word is not enough for that."""
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or "\\" in path or not pure.parts:
        raise problems.local(
            "unsafe_path", f'The service named a file "{path}" that does not belong to a film.'
        )
    return pure


def _fetch(session: Session, file: File, target: Path) -> bool:
    """Bring one file; says whether it had to be fetched."""
    if target.is_file() and target.stat().st_size == file["bytes"] and _sha256(target) == file["sha256"]:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    with session.screen.bar(file["path"], total=file["bytes"]) as bar:
        # The part may be of an older file of the same name: then the sum is wrong, and a whole try follows.
        for _ in range(2):
            insist(session.screen, lambda: _receive(session, file, part, bar))
            if _sha256(part) == file["sha256"]:
                part.replace(target)
                return True
            part.unlink()
    raise problems.local(
        "damaged_file", f"{file['path']} arrived damaged twice. Please try again later; it is free."
    )


def _receive(session: Session, file: File, part: Path, bar: Bar) -> None:
    """Append what is missing of a file to its part."""
    have = part.stat().st_size if part.exists() else 0
    if have == file["bytes"]:
        return
    if have > file["bytes"]:
        part.unlink()
        have = 0
    with session.client.stream(file["url"], offset=have) as response:
        is_rest = response.status_code == HTTPStatus.PARTIAL_CONTENT
        have = have if is_rest else 0
        with part.open("ab" if is_rest else "wb") as opened:
            for chunk in response.iter_raw():
                opened.write(chunk)
                have += len(chunk)
                bar.at(have)


def _sha256(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()

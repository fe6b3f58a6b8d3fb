"""Intentions on disk: the idempotency key of a request is written before it is sent, so that a crashed
terminal that asks again asks for the same thing and never for a second one."""

from __future__ import annotations

import hashlib
import json
import os
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KEPT_SECONDS = 600


@dataclass(frozen=True, kw_only=True)
class Intention:
    key: str
    file: Path
    is_repeated: bool
    """An earlier attempt left this intention behind, so it may have arrived already."""


def remember(folder: Path, *, method: str, url: str, body: dict[str, Any]) -> Intention:
    """Write the intention down, or take up the same one of the last ten minutes that got no answer."""
    body_hash = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    name = hashlib.sha256(f"{method} {url} {body_hash}".encode()).hexdigest()[:24]
    file = folder / f"{name}.json"
    if (earlier := _unanswered(file)) is not None:
        return Intention(key=earlier, file=file, is_repeated=True)
    key = str(uuid.uuid4())
    _write(file, {"key": key, "method": method, "path": url, "body_sha256": body_hash, "at": time.time()})
    return Intention(key=key, file=file, is_repeated=False)


def forget(intention: Intention) -> None:
    intention.file.unlink(missing_ok=True)


def _unanswered(file: Path) -> str | None:
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        is_fresh = time.time() - float(kept["at"]) < KEPT_SECONDS
        return str(kept["key"]) if is_fresh else None
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def _write(file: Path, content: dict[str, Any]) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = file.with_suffix(f".{os.getpid()}.new")
    with fresh.open("w", encoding="utf-8") as opened:
        json.dump(content, opened)
        opened.flush()
        os.fsync(opened.fileno())
    fresh.replace(file)

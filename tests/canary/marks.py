"""Provider keys as canaries: every key of a run carries the same random mark, so one search finds any of them."""

import base64
import os
import secrets
from functools import cache
from pathlib import Path

from pod_service.embedded.secrets import store

SHARED = "POD_KIE_API_KEY"
"""The shared account's key begins a run; its mark reaches xdist's workers with it."""


def first_key() -> str:
    """The shared account's key, with the mark of a new run."""
    return _key(secrets.token_hex(12))


def key() -> str:
    """One more provider key of this run, as a studio or an embedded stack has one."""
    return _key(_mark())


def plant(var: Path) -> None:
    """Give the embedded stack of this folder a key of this run before it makes one of its own."""
    (var / "secrets").mkdir(mode=0o700, exist_ok=True)
    if not (var / "secrets" / SHARED).exists():
        store(var, SHARED, key())


def is_in(told: str | bytes) -> bool:
    """Whether a key of this run is in there, or in one of the forms that writers give to text."""
    content = told.encode(errors="replace") if isinstance(told, str) else told
    return any(form in content for form in forms())


def hidden(told: str) -> str:
    """The same words without the mark."""
    return told.replace(_mark(), "…")


@cache
def forms() -> tuple[bytes, ...]:
    """The mark as it stands (URLs and JSON leave it so), in capitals, as hex digits, and anywhere in base64."""
    mark = _mark().encode()
    return (mark, mark.upper(), mark.hex().encode(), *(_in_base64(mark, before) for before in range(3)))


def _in_base64(mark: bytes, before: int) -> bytes:
    """The letters that depend on the mark alone, with this many bytes before it."""
    letters = base64.b64encode(bytes(before) + mark).rstrip(b"=")
    return letters[-(-before * 4 // 3) : (before + len(mark)) * 4 // 3]


def _key(mark: str) -> str:
    return f"kie-{mark}-{secrets.token_hex(4)}"


@cache
def _mark() -> str:
    return os.environ[SHARED].split("-")[1]

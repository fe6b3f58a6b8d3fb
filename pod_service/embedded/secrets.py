"""The secrets of an embedded stack: made once, a private file each, the same for every process that asks."""

import base64
import hashlib
import os
import secrets as random
import tempfile
from collections.abc import Mapping
from pathlib import Path

from nacl.public import PrivateKey
from nacl.signing import SigningKey

from pod_service.embedded.locks import exclusive

NAMES = (
    "POD_SECRET_KEY",
    "POD_APPROVAL_SIGNING_KEY",
    "POD_APPROVAL_VERIFY_KEYS",
    "POD_LICENSE_PEPPER",
    "POD_CREDENTIALS_PUBLIC_KEY",
    "POD_CREDENTIALS_PRIVATE_KEY",
    "POD_KIE_API_KEY",
    "POD_KIE_WEBHOOK_KEY",
    "DATABASE_PASSWORD",
    "REDIS_PASSWORD",
)
PAIRS = (
    ("POD_APPROVAL_SIGNING_KEY", "POD_APPROVAL_VERIFY_KEYS"),
    ("POD_CREDENTIALS_PUBLIC_KEY", "POD_CREDENTIALS_PRIVATE_KEY"),
)


def make() -> dict[str, str]:
    """A fresh set: Ed25519 seed and key, sealed-box pair and pepper as base64, the rest as random words."""
    signing = SigningKey.generate()
    public = bytes(signing.verify_key)
    box = PrivateKey.generate()
    return {
        "POD_SECRET_KEY": random.token_urlsafe(50),
        "POD_APPROVAL_SIGNING_KEY": _base64(bytes(signing)),
        "POD_APPROVAL_VERIFY_KEYS": f"{hashlib.sha256(public).hexdigest()[:8]}:{_base64(public)}",
        "POD_LICENSE_PEPPER": _base64(random.token_bytes(32)),
        "POD_CREDENTIALS_PUBLIC_KEY": _base64(bytes(box.public_key)),
        "POD_CREDENTIALS_PRIVATE_KEY": _base64(bytes(box)),
        "POD_KIE_API_KEY": random.token_hex(16),
        "POD_KIE_WEBHOOK_KEY": random.token_urlsafe(32),
        "DATABASE_PASSWORD": random.token_hex(16),
        "REDIS_PASSWORD": random.token_hex(16),
    }


def read_or_make(var: Path) -> Mapping[str, str]:
    """Every secret of this `var` folder by name; those without a file yet are made and kept.

    The two halves of a key pair are kept or made together: a half without its other half is worth nothing.
    """
    folder = var / "secrets"
    folder.mkdir(mode=0o700, exist_ok=True)
    with exclusive(folder / ".lock"):
        kept = {name: (folder / name).read_text() for name in NAMES if (folder / name).exists()}
        if len(kept) < len(NAMES):
            kept = _without_lonely_halves(kept)
            for name, value in make().items():
                if name not in kept:
                    store(var, name, value)
                    kept[name] = value
    return kept


def store(var: Path, name: str, value: str) -> None:
    """Keep one secret in a file that only its owner can read; the file is never seen half written."""
    descriptor, draft = tempfile.mkstemp(dir=var / "secrets")
    with os.fdopen(descriptor, "w") as file:
        file.write(value)
        file.flush()
        os.fsync(file.fileno())
    Path(draft).replace(var / "secrets" / name)


def _without_lonely_halves(kept: dict[str, str]) -> dict[str, str]:
    lonely = {name for pair in PAIRS if not set(pair) <= kept.keys() for name in pair}
    return {name: value for name, value in kept.items() if name not in lonely}


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()

"""License keys: told from typing errors before they are sent, kept in the keyring or a private file."""

from __future__ import annotations

import json
import os
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pod_cli import problems
from pod_cli.exit_codes import ExitCode
from pod_cli.settings import Settings

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

PREFIX = "pod_live_"
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
BODY_CHARACTERS = 28
CHECK_CHARACTERS = 4
KEYRING_SERVICE = "pod"


def check_of(body: str) -> str:
    """The check characters of a key's body: the 20 low bits of its CRC-32, five bits each, highest first."""
    bits = zlib.crc32(body.encode("ascii"))
    return "".join(ALPHABET[bits >> shift & 31] for shift in (15, 10, 5, 0))


def verified(typed: str) -> str:
    """The key without the blanks around it; a mistyped one is refused before anything is sent."""
    key = typed.strip()
    characters = key.removeprefix(PREFIX)
    body, check = characters[:BODY_CHARACTERS], characters[BODY_CHARACTERS:]
    is_whole = len(characters) == BODY_CHARACTERS + CHECK_CHARACTERS and set(characters) <= set(ALPHABET)
    if not key.startswith(PREFIX) or not is_whole or check_of(body) != check:
        raise problems.local(
            "license_key_mistyped",
            "That is not a whole license key: a character is missing, extra or different. "
            "Please copy it again; nothing was sent.",
            ExitCode.AUTH,
        )
    return key


def current(settings: Settings) -> str:
    """The key to use with this service: the environment's, else the stored one."""
    # The file comes before the keyring, so that computers without one never load it.
    stored = settings.license_key or _read_file().get(settings.url) or _read_keyring(settings)
    if stored is None:
        raise problems.local(
            "not_signed_in",
            "You are not signed in yet. Enter your license key with: pod login",
            ExitCode.AUTH,
        )
    return verified(stored)


def is_there(settings: Settings) -> bool:
    """Somebody is signed in here."""
    return bool(settings.license_key or _read_file().get(settings.url) or _read_keyring(settings))


def store(settings: Settings, key: str) -> str:
    """Keep the key for this service only; returns where, in words."""
    backend = _keyring_backend()
    if backend is not None:
        from keyring.errors import KeyringError

        # A keyring can be there and stay locked; then the private file does.
        with suppress(KeyringError):
            backend.set_password(KEYRING_SERVICE, settings.url, key)
            _forget_in_file(settings)
            return "your system keyring"
    _write_file({**_read_file(), settings.url: key})
    return str(_path())


def forget(settings: Settings) -> bool:
    """Remove the stored key everywhere; says whether there was one."""
    was_in_file = _forget_in_file(settings)
    was_in_keyring = _read_keyring(settings) is not None
    if was_in_keyring and (backend := _keyring_backend()) is not None:
        backend.delete_password(KEYRING_SERVICE, settings.url)
    return was_in_file or was_in_keyring


def _keyring_backend() -> KeyringBackend | None:
    import keyring

    backend = keyring.get_keyring()
    # Below one are the stand-ins that fail or forget.
    return backend if backend.priority >= 1 else None


def _read_keyring(settings: Settings) -> str | None:
    backend = _keyring_backend()
    if backend is None:
        return None
    from keyring.errors import KeyringError

    with suppress(KeyringError):
        return backend.get_password(KEYRING_SERVICE, settings.url)
    return None


def _path() -> Path:
    import platformdirs

    return Path(platformdirs.user_config_dir("pod")) / "license-keys.json"


def _read_file() -> dict[str, str]:
    try:
        kept = json.loads(_path().read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _write_file(keys: dict[str, str]) -> None:
    path = _path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        json.dump(keys, file)
    fresh.replace(path)


def _forget_in_file(settings: Settings) -> bool:
    keys = _read_file()
    if keys.pop(settings.url, None) is None:
        return False
    if keys:
        _write_file(keys)
    else:
        _path().unlink()
    return True

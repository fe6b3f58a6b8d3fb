"""A system keyring for computers that have none: what a desktop's keyring does, in a file."""

import json
from pathlib import Path

from keyring.backend import KeyringBackend


class KeyringInAFile(KeyringBackend):
    priority = 5

    def get_password(self, service: str, username: str) -> str | None:
        return self._kept().get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._path().write_text(json.dumps(self._kept() | {f"{service} {username}": password}))

    def delete_password(self, service: str, username: str) -> None:
        self._path().unlink()

    def _kept(self) -> dict[str, str]:
        kept: dict[str, str] = json.loads(self._path().read_text()) if self._path().exists() else {}
        return kept

    def _path(self) -> Path:
        return Path.home() / "keyring.json"

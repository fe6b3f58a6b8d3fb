"""What every command is given: the settings, the screen, and a line to the service once it is needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pod_cli import license_keys
from pod_cli.exit_codes import ExitCode
from pod_cli.output import Screen
from pod_cli.settings import Settings

if TYPE_CHECKING:
    from pod_cli.client import Client


@dataclass(frozen=True)
class Answer:
    """How a command ended: what ``--json`` prints, and the exit code."""

    document: dict[str, Any]
    exit_code: ExitCode = ExitCode.OK


class Session:
    def __init__(self, settings: Settings, screen: Screen) -> None:
        self.settings = settings
        self.screen = screen
        self.told: set[tuple[str, str]] = set()  # notices said so far, so that none is said twice
        self._client: Client | None = None

    @property
    def client(self) -> Client:
        """Raises ``Problem`` before any request when nobody is signed in or the key is mistyped."""
        if self._client is None:
            self._client = self.client_for(license_keys.current(self.settings))
        return self._client

    def client_for(self, license_key: str) -> Client:
        from pod_cli.client import Client

        return Client(self.settings, license_key)

    def close(self) -> None:
        if self._client is not None:
            self._client.close()

"""The service's real processes and the sandbox on loopback, which can be killed and started again one by one."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx

from pod_service.embedded import environment, programs
from pod_service.embedded.environment import Role
from pod_service.embedded.leash import Leash, send
from pod_service.embedded.paths import PROJECT, log_file
from pod_service.embedded.ports import any_free_port
from pod_service.embedded.servers.server import last_lines

WORKER: Mapping[Role, tuple[str, ...]] = {"worker": programs.worker()}
PATIENCE_SECONDS = 120.0


class TookTooLong(Exception):
    """Raised when what should happen did not; the message says what was waited for."""


class Processes:
    """Sandbox, web, worker and beat of one folder; `addresses` are those of its PostgreSQL and Valkey."""

    breath_seconds = 0.05
    """How long to wait between two looks at what is waited for."""

    def __init__(
        self,
        var: Path,
        addresses: Mapping[str, str],
        *,
        has_callbacks: bool,
        workers: Mapping[Role, tuple[str, ...]] = WORKER,
    ) -> None:
        web_port, sandbox_port = any_free_port(), any_free_port()
        self.web = _client(web_port)
        self.sandbox = _client(sandbox_port)
        self._var = var
        self._addresses = addresses
        self._leash = Leash()
        self._commands: dict[Role, tuple[str, ...]] = {
            "sandbox": programs.sandbox(var, sandbox_port), "web": programs.web(web_port),
            **workers, "beat": programs.beat(var),
        }  # fmt: skip
        self._ours = tuple(role for role in self._commands if role != "sandbox")
        self._running: dict[Role, subprocess.Popen[bytes]] = {}
        self._has_callbacks = has_callbacks

    def open(self) -> None:
        """Start everything and wait until it answers."""
        self.start(tuple(self._commands))

    def close(self) -> None:
        self.kill(tuple(self._running))
        self._leash.close()

    def start(self, roles: Sequence[Role] | None = None) -> None:
        """These, or all of the service's."""
        for role in self._ours if roles is None else roles:
            self._start(role)
        self.until(lambda: _answers(self.sandbox, "/_sandbox/bill"), "the sandbox")
        self.until(lambda: _answers(self.web, "/health/ready"), "the web")

    def kill(self, roles: Sequence[Role] | None = None) -> None:
        """`kill -9` these, or all of the service's, and what they started with them."""
        for role in self._ours if roles is None else roles:
            self._end(role)

    def use(self, *, has_callbacks: bool) -> None:
        """With POD_PUBLIC_URL or without: the others start again when that changes."""
        if has_callbacks != self._has_callbacks:
            self._has_callbacks = has_callbacks
            self.kill()
            self.start()

    def bill(self, key: str = "") -> list[dict[str, Any]]:
        """Every order the sandbox took, of the first account or the one this key opens."""
        told = self.sandbox.get("/_sandbox/bill", headers={"Authorization": f"Bearer {key}"} if key else {})
        return list(told.raise_for_status().json()["orders"])

    def tell_sandbox(self, what: str, **told: Any) -> None:
        """Change its `settings`, `faults` or `accounts`."""
        self.sandbox.post(f"/_sandbox/{what}", json=told).raise_for_status()

    def last_lines(self, count: int = 80) -> str:
        """The end of what each process said."""
        return "\n".join(last_lines(log_file(self._var, role), count) for role in self._commands)

    def keep(self) -> None:
        """Start again what has ended by itself."""
        for role, running in list(self._running.items()):
            if running.poll() is not None:
                self._end(role)
                self._start(role)

    def until(self, happens: Callable[[], object], what: str, within: float = PATIENCE_SECONDS) -> None:
        """Keep everything running until this happens. Raises TookTooLong."""
        deadline = time.monotonic() + within
        while not happens():
            if time.monotonic() > deadline:
                raise TookTooLong(f"{what}: not in {within:.0f} seconds")
            self.keep()
            time.sleep(self.breath_seconds)

    def _command(self, role: Role) -> tuple[str, ...]:
        return self._commands[role]

    def _start(self, role: Role) -> None:
        with log_file(self._var, role).open("ab") as log:
            self._running[role] = running = subprocess.Popen(
                self._command(role), cwd=PROJECT, env=self._environment(role), stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, process_group=0,
            )  # fmt: skip
        self._leash.hold(-running.pid, signal.SIGKILL)

    def _end(self, role: Role) -> None:
        running = self._running.pop(role)
        send(-running.pid, signal.SIGKILL)
        running.wait()
        self._leash.drop(-running.pid)

    def _environment(self, role: Role) -> dict[str, str]:
        web, sandbox = _url(self.web), _url(self.sandbox)
        told = dict(self._addresses) | {
            "POD_KIE_BASE_URL": sandbox, "POD_KIE_UPLOAD_URL": sandbox,
            "POD_PUBLIC_URL": web if self._has_callbacks else "",
        }  # fmt: skip
        return environment.for_role(role, var=self._var, caller=os.environ, told=told)


def _client(port: int) -> httpx.Client:
    return httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20, trust_env=False)


def _url(client: httpx.Client) -> str:
    return str(client.base_url).rstrip("/")


def _answers(client: httpx.Client, path: str) -> bool:
    try:
        return client.get(path).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False

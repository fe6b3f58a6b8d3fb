"""The service's real processes on loopback, in a folder that goes away; one that dies is started again."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import httpx

from crash.plan import Plan
from pod_service.embedded import environment, programs, servers
from pod_service.embedded.environment import Role
from pod_service.embedded.leash import Leash, send
from pod_service.embedded.paths import PROJECT, log_file, subfolder
from pod_service.embedded.ports import any_free_port
from pod_service.embedded.servers.server import last_lines

STEADY = {"latency_seconds": 0.1, "failure_rate": 0.0, "starts": 1000, "window_seconds": 10.0}
PATIENCE_SECONDS = 120.0
BREATH_SECONDS = 0.05


class TookTooLong(Exception):
    """Raised when what should happen did not; the message says what was waited for."""


class House:
    """`points` is the folder where plans are read and points are noted."""

    def __init__(
        self, var: Path, addresses: Mapping[str, str], ports: tuple[int, int], *, has_callbacks: bool
    ) -> None:
        self.points = subfolder(var, "points")
        web_port, sandbox_port = ports
        self.web = _client(web_port)
        self._sandbox = _client(sandbox_port)
        self._var = var
        self._addresses = addresses
        self._leash = Leash()
        self._commands: dict[Role, tuple[str, ...]] = {
            "sandbox": programs.sandbox(var, sandbox_port), "web": programs.web(web_port),
            "worker": programs.worker(), "beat": programs.beat(var),
        }  # fmt: skip
        self._running: dict[Role, subprocess.Popen[bytes]] = {}
        self._has_callbacks = has_callbacks

    def open(self) -> None:
        for role in self._commands:
            self._start(role)
        self._until_all_answer()

    def close(self) -> None:
        for role in list(self._running):
            self._end(role)
        self._leash.close()

    def use(self, *, has_callbacks: bool) -> None:
        """With POD_PUBLIC_URL or without: the others start again when that changes."""
        if has_callbacks != self._has_callbacks:
            self._has_callbacks = has_callbacks
            for role in ("web", "worker", "beat"):
                self._end(role)
                self._start(role)
            self._until_all_answer()

    def arm(self, run: int, plan: Plan) -> None:
        """From now on points are noted for this run, and its kills are waited for."""
        self._sandbox.post("/_sandbox/settings", json=STEADY | plan.sandbox).raise_for_status()
        self._sandbox.post(
            "/_sandbox/faults", json={"seed": plan.seed, "rules": plan.faults}
        ).raise_for_status()
        draft = self.points / "plan.draft"
        draft.write_text(plan.told(run))
        draft.replace(self.points / "plan.json")

    def disarm(self) -> None:
        (self.points / "plan.json").unlink(missing_ok=True)
        self._sandbox.post("/_sandbox/faults", json={}).raise_for_status()

    def fired(self, run: int) -> list[str]:
        """The points at which something was killed in this run."""
        return [file.read_text() for file in sorted(self.points.glob(f"fired-{run}-*"))]

    def seen(self, run: int) -> list[str]:
        """The points that were reached in this run, each once, in order."""
        lines = (line.partition("\t") for line in (self.points / "seen.txt").read_text().splitlines())
        return list(dict.fromkeys(point for number, _, point in lines if number == str(run)))

    def bill(self) -> list[dict[str, Any]]:
        """Every order the sandbox took."""
        bill: dict[str, Any] = self._sandbox.get("/_sandbox/bill").raise_for_status().json()
        return list(bill["orders"])

    def last_lines(self, count: int = 80) -> str:
        """The end of what each process said."""
        return "\n".join(last_lines(log_file(self._var, role), count) for role in self._commands)

    def keep(self) -> None:
        """Start again what has ended by itself; what was killed, its launcher starts again."""
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
            time.sleep(BREATH_SECONDS)

    def _start(self, role: Role) -> None:
        command = self._commands[role]
        at = command.index("-m")
        with log_file(self._var, role).open("ab") as log:
            self._running[role] = running = subprocess.Popen(
                (*command[:at], "-m", "crash.launch", role, str(self.points), *command[at + 1 :]),
                cwd=PROJECT, env=self._environment(role), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                process_group=0,
            )  # fmt: skip
        self._leash.hold(-running.pid, signal.SIGKILL)

    def _end(self, role: Role) -> None:
        running = self._running.pop(role)
        send(-running.pid, signal.SIGKILL)
        running.wait()
        self._leash.drop(-running.pid)

    def _environment(self, role: Role) -> dict[str, str]:
        web, sandbox = _url(self.web), _url(self._sandbox)
        told = dict(self._addresses) | {
            "POD_KIE_BASE_URL": sandbox, "POD_KIE_UPLOAD_URL": sandbox,
            "POD_PUBLIC_URL": web if self._has_callbacks else "",
        }  # fmt: skip
        return environment.for_role(role, var=self._var, caller=os.environ, told=told)

    def _until_all_answer(self) -> None:
        self.until(lambda: _answers(self._sandbox, "/_sandbox/bill"), "the sandbox")
        self.until(lambda: _answers(self.web, "/health/ready"), "the web")


def _client(port: int) -> httpx.Client:
    return httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20, trust_env=False)


def _url(client: httpx.Client) -> str:
    return str(client.base_url).rstrip("/")


def _answers(client: httpx.Client, path: str) -> bool:
    try:
        return client.get(path).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


@contextmanager
def opened(*, has_callbacks: bool = True) -> Iterator[House]:
    """A house with everything running while the block does; Django is set up in this process, as for a command."""
    var = Path(tempfile.mkdtemp(prefix="pod-crash-")).resolve()
    for name in [name for name in os.environ if name.startswith("POD_")]:
        del os.environ[name]
    addresses = {
        "POD_DATABASE_URL": servers.attach(var, "postgres", durable=False), "POD_EMBEDDED": "true",
        "POD_REDIS_URL": servers.attach(var, "valkey"), "PYTHONUNBUFFERED": "1",
    }  # fmt: skip
    house = House(var, addresses, (any_free_port(), any_free_port()), has_callbacks=has_callbacks)
    try:
        _set_up(var, addresses)
        house.open()
        yield house
    finally:
        house.close()
        servers.release(var)
        shutil.rmtree(var, ignore_errors=True)


def _set_up(var: Path, addresses: Mapping[str, str]) -> None:
    os.environ |= environment.for_role("command", var=var, caller=os.environ, told=addresses)
    os.environ["DJANGO_SETTINGS_MODULE"] = "pod_service.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_prices", stdout=StringIO())

"""The whole service on one computer: servers, sandbox, web, worker and beat, watched and healed."""

import http.client
import json
import os
import time
from collections.abc import Mapping
from pathlib import Path

from pod_service.embedded import environment, programs, servers
from pod_service.embedded.child import Child
from pod_service.embedded.commands import run_command
from pod_service.embedded.environment import Role
from pod_service.embedded.errors import DidNotStart, Interrupted
from pod_service.embedded.interruption import Interruption
from pod_service.embedded.leash import Leash
from pod_service.embedded.lines import Lines
from pod_service.embedded.locks import is_held, open_lock, try_exclusive
from pod_service.embedded.paths import subfolder
from pod_service.embedded.ports import first_free_port, lasting_port

LOOK_SECONDS = 0.2
SERVERS_LOOK_SECONDS = 5.0
READY_SECONDS = 120.0
STOP_SECONDS = 8.0
EARLY_DEATHS_ALLOWED = 3


def running_url(var: Path) -> str | None:
    """The address of the stack that runs in this folder; None when none does, or it is not ready yet."""
    told = var / "stack.json"
    if not is_held(subfolder(var, "run") / "stack.lock") or not told.exists():
        return None
    return str(json.loads(told.read_text())["url"])


class Stack:
    def __init__(
        self, var: Path, *, caller: Mapping[str, str], lines: Lines, interruption: Interruption, port: int
    ) -> None:
        """`port` is where the web would like to listen; the next free one is taken if somebody else does.

        Raises DidNotStart if this folder's stack runs already, or the caller's settings do not fit together.
        """
        _refuse_provider_without_key(caller)
        self._lock = open_lock(subfolder(var, "run") / "stack.lock")
        if not try_exclusive(self._lock):
            raise DidNotStart(f"This studio is open already: {running_url(var) or 'it is just starting'}")
        self.port = first_free_port(port)
        self.url = f"http://127.0.0.1:{self.port}"
        self._var = var
        self._caller = caller
        self._lines = lines
        self._interruption = interruption
        self.leash = Leash()
        self._children: list[Child] = []
        # The same from run to run: addresses of results, kept in rows, begin with it.
        self._sandbox_port = (
            None if caller.get("POD_KIE_BASE_URL") else lasting_port(var / "run" / "sandbox.port")
        )
        self._told: dict[str, str] = {}
        self._servers_look_at = 0.0

    def start(self) -> None:
        """Bring everything up, in order, until the web answers. Raises DidNotStart, Interrupted."""
        self._told = self._addresses()
        if self._sandbox_port:
            self._add("sandbox", programs.sandbox(self._var, self._sandbox_port))
        self.run_command("migrate", "--verbosity", "0")
        self.run_command("load_prices")
        self._add("web", programs.web(self.port))
        for role, command in programs.workers().items():
            self._add(role, command)
        self._add("beat", programs.beat(self._var))
        self._wait_until_ready()

    def run_command(self, *words: str) -> str:
        """Run one of manage.py's commands and return what it prints. Raises DidNotStart, Interrupted."""
        return run_command(
            words,
            environment=self._environment("command"),
            leash=self.leash,
            interruption=self._interruption,
        )

    def look(self) -> None:
        """Start again what died; to be called a few times a second."""
        before = [child.pid for child in self._children]
        if time.monotonic() >= self._servers_look_at:
            self._look_at_servers()
        for child in self._children:
            child.look()
        if before != [child.pid for child in self._children]:
            self._tell()

    def stop(self) -> None:
        """Stop everything: first who takes and does work, then what they lean on."""
        (self._var / "stack.json").unlink(missing_ok=True)
        sandbox = [child for child in self._children if child.name == "sandbox"]
        for group in ([child for child in self._children if child not in sandbox], sandbox):
            for child in group:
                child.ask_to_stop()
            deadline = time.monotonic() + STOP_SECONDS
            for child in group:
                child.end(by=deadline)
        self._children.clear()
        servers.release(self._var)
        self.leash.close()
        os.close(self._lock)

    def _add(self, role: Role, command: tuple[str, ...]) -> None:
        child = Child(
            role,
            command,
            environment=lambda: self._environment(role),
            lines=self._lines,
            leash=self.leash,
        )
        child.start()
        self._children.append(child)

    def _environment(self, role: Role) -> dict[str, str]:
        return environment.for_role(role, var=self._var, caller=self._caller, told=self._told)

    def _addresses(self) -> dict[str, str]:
        self._servers_look_at = time.monotonic() + SERVERS_LOOK_SECONDS
        return programs.addresses(
            web_url=self.url,
            database_url=self._caller.get("POD_DATABASE_URL") or servers.attach(self._var, "postgres"),
            redis_url=self._caller.get("POD_REDIS_URL") or servers.attach(self._var, "valkey"),
            sandbox_url=f"http://127.0.0.1:{self._sandbox_port}" if self._sandbox_port else None,
            caller=self._caller,
        )

    def _look_at_servers(self) -> None:
        """Bring the servers back if their keeper was killed; at another address, everybody starts again."""
        addresses = self._addresses()
        if addresses != self._told:
            self._told = addresses
            for child in self._children:
                child.ask_to_stop()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not self._is_ready():
            self.look()
            failing = [child.name for child in self._children if child.early_deaths >= EARLY_DEATHS_ALLOWED]
            if self._interruption:
                raise Interrupted
            if failing or time.monotonic() > deadline:
                raise DidNotStart(f"pod does not start ({', '.join(failing) or 'web'}); its lines say why.")
            time.sleep(LOOK_SECONDS)
        self._tell()

    def _is_ready(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/health/ready")
            parts = json.load(connection.getresponse())
            # Whatever else is wrong, such as a full disk, is told by a service that runs.
            return bool(parts["database"] == parts["prices"] == "ok")
        except (OSError, http.client.HTTPException, ValueError, LookupError):
            return False
        finally:
            connection.close()

    def _tell(self) -> None:
        draft = self._var / "run" / "stack.draft"
        pids = {child.name: child.pid for child in self._children}
        sandbox_url = self._told.get("POD_KIE_BASE_URL")
        draft.write_text(json.dumps({"url": self.url, "sandbox_url": sandbox_url, "pids": pids}))
        draft.replace(self._var / "stack.json")


def _refuse_provider_without_key(caller: Mapping[str, str]) -> None:
    has_key = caller.get("POD_KIE_API_KEY") or caller.get("POD_KIE_API_KEY_FILE")
    if caller.get("POD_KIE_BASE_URL") and not has_key:
        raise DidNotStart("POD_KIE_BASE_URL names a provider; POD_KIE_API_KEY must come with it.")

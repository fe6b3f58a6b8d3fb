"""The whole service in a folder of its own, under its own supervisor, as `make up` runs it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import psutil
import psycopg

from pod_service.embedded.paths import PROJECT
from pod_service.embedded.ports import any_free_port
from tests.acceptance.desk import Desk, outside

START_SECONDS = 150.0
STOP_SECONDS = 40.0
PATIENCE_SECONDS = 90.0
LATENCY_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class House:
    var: Path
    supervisor: subprocess.Popen[bytes]

    @classmethod
    def open(cls, var: Path) -> "House":
        """Start everything in `var` and wait until the web answers."""
        with (var / "house.log").open("ab") as log:
            supervisor = subprocess.Popen(
                (sys.executable, "-m", "pod_service.embedded", "--port", str(any_free_port()), "up"),
                cwd=PROJECT,
                env=outside(POD_VAR=str(var)),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        house = cls(var, supervisor)
        until(lambda: (var / "stack.json").exists() or supervisor.poll() is not None, within=START_SECONDS)
        house.change_sandbox(latency_seconds=LATENCY_SECONDS)
        return house

    def close(self, by: signal.Signals = signal.SIGINT) -> int:
        """Press Ctrl-C and return the exit code."""
        if self.supervisor.poll() is None:
            self.supervisor.send_signal(by)
        return self.supervisor.wait(STOP_SECONDS)

    @property
    def told(self) -> dict[str, Any]:
        """Where everything is, as the supervisor tells it: url, sandbox_url, and pids by name."""
        told: dict[str, Any] = json.loads((self.var / "stack.json").read_text())
        return told

    def process(self, name: str) -> psutil.Process:
        return psutil.Process(self.told["pids"][name])

    def kill(self, name: str) -> None:
        """`kill -9`; the supervisor starts it again."""
        killed = self.process(name)
        killed.kill()
        until(lambda: self.told["pids"][name] not in (None, killed.pid))

    def lines_of(self, name: str) -> list[str]:
        """What a process has said so far."""
        told = (line.partition("│") for line in (self.var / "house.log").read_text().splitlines())
        return [line.strip() for who, _, line in told if who.strip() == name]

    def command(self, *words: str) -> str:
        """What one of manage.py's commands prints."""
        ran = subprocess.run(
            (sys.executable, "manage.py", *words),
            cwd=PROJECT,
            env=outside(POD_VAR=str(self.var)),
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout.strip()

    def studio(self, slug: str, *, cap: int = 5_000) -> Desk:
        """A new studio with a monthly cap, and somebody of it at a computer of their own."""
        self.command("create_studio", slug, "--cap", str(cap))
        return Desk(self.told["url"], self.command("issue_license", slug), self.var / "homes" / slug, slug)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Run one statement by the side door: straight into the database, as nobody should."""
        with psycopg.connect((self.var / "run" / "postgres.url").read_text()) as connection:
            cursor = connection.execute(query, values)
            return cursor.fetchall() if cursor.description else []

    def change_sandbox(self, **settings: float) -> None:
        """Change latency_seconds, failure_rate and the like."""
        httpx.post(f"{self.told['sandbox_url']}/_sandbox/settings", json=settings).raise_for_status()

    def bill(self) -> dict[str, Any]:
        """The sandbox's own account."""
        answer: dict[str, Any] = httpx.get(f"{self.told['sandbox_url']}/_sandbox/bill").raise_for_status().json()
        return answer

    def orders_of(self, desk: Desk, *, models: str = "") -> list[dict[str, Any]]:
        """The orders on the sandbox's bill that this studio's attempts placed, of models with this in their name."""
        attempts = {attempt for attempt, _ in self.attempts_of(desk)}
        return [
            order
            for order in self.bill()["orders"]
            if order["callback"].split("/")[-2] in attempts and models in order["model"]
        ]

    def attempts_of(self, desk: Desk) -> list[tuple[str, str | None]]:
        """Every attempt of the studio with the task it came to."""
        return self.rows(
            "SELECT a.public_id, a.task_id FROM rendering_attempt a JOIN studios_studio s ON s.id = a.studio_id "
            "WHERE s.slug = %s",
            desk.slug,
        )

    def captured_by(self, desk: Desk) -> Decimal:
        """The sum of the captures in the ledger of the studio's month."""
        [(total,)] = self.rows(
            "SELECT coalesce(sum(e.amount), 0) FROM billing_ledgerentry e JOIN billing_cap c ON c.id = e.cap_id "
            "JOIN studios_studio s ON s.id = c.studio_id "
            "WHERE s.slug = %s AND c.scope = 'studio_month' AND e.kind = 'capture'",
            desk.slug,
        )
        return Decimal(total)


def until(happens: Callable[[], object], *, within: float = PATIENCE_SECONDS) -> None:
    """Wait for something to happen; fail when it does not."""
    deadline = time.monotonic() + within
    while not happens():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def processes_of(var: Path) -> list[str]:
    """Whoever still runs with this folder in its environment or on its command line."""
    found = []
    for process in psutil.process_iter():
        try:
            words = [*process.cmdline(), process.environ().get("POD_VAR", "")]
            is_dead = process.status() == psutil.STATUS_ZOMBIE
        except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            continue
        if not is_dead and process.pid != os.getpid() and any(str(var) in word for word in words):
            found.append(f"{process.pid} {' '.join(process.cmdline())}")
    return found

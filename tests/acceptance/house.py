"""The whole service in a folder of its own, under its own supervisor, as `make up` runs it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
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
from tests.acceptance.patience import until
from tests.canary import bells, marks, sweeps

STOP_SECONDS = 40.0
LATENCY_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class House:
    var: Path
    supervisor: subprocess.Popen[bytes]

    @classmethod
    def open(cls, var: Path, **told: str) -> "House":
        """Start everything in `var`, with these variables besides, and wait until the web answers."""
        marks.plant(var)
        with (var / "house.log").open("ab") as log:
            supervisor = subprocess.Popen(
                (sys.executable, "-m", "pod_service.embedded", "--port", str(any_free_port()), "up"),
                cwd=PROJECT,
                env=outside(POD_VAR=str(var), **told),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        house = cls(var, supervisor)
        try:
            until(lambda: (var / "stack.json").exists() or supervisor.poll() is not None)
            bells.listen(var)
            house.change_sandbox(latency_seconds=LATENCY_SECONDS)
        except Exception as why:
            house.close()
            raise AssertionError((var / "house.log").read_text()[-3000:]) from why
        return house

    def close(self) -> int:
        """Press Ctrl-C and return the exit code."""
        with suppress(OSError, psycopg.OperationalError):  # some tests have closed it by force
            sweeps.rows(conninfo=(self.var / "run" / "postgres.url").read_text())
        self.supervisor.send_signal(signal.SIGINT)
        return self.supervisor.wait(STOP_SECONDS)

    @property
    def told(self) -> dict[str, Any]:
        """Where everything is, as the supervisor tells it: url, sandbox_url, and pids by name."""
        told: dict[str, Any] = json.loads((self.var / "stack.json").read_text())
        return told

    def process(self, name: str) -> psutil.Process:
        return psutil.Process(self.told["pids"][name])

    def kill(self, name: str) -> None:
        """`kill -9`, and wait until the supervisor has started it again."""
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

    def studio(self, slug: str, *, cap: int = 5_000, role: str = "producer") -> Desk:
        """A new studio with a monthly cap, and somebody of it at a computer of their own."""
        self.command("create_studio", slug, "--cap", str(cap))
        key = self.command("issue_license", slug, "--role", role)
        return Desk(slug, self.told["url"], key, self.var / "homes" / slug)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Run one statement by the side door: straight into the database, as nobody should."""
        with psycopg.connect((self.var / "run" / "postgres.url").read_text()) as connection:
            cursor = connection.execute(query.encode(), values)
            return cursor.fetchall() if cursor.description else []

    def change_sandbox(self, **settings: float) -> None:
        """Change latency_seconds, failure_rate and the like."""
        httpx.post(f"{self.told['sandbox_url']}/_sandbox/settings", json=settings).raise_for_status()

    def orders_of(self, desk: Desk) -> list[dict[str, Any]]:
        """The orders on the sandbox's own bill that came from this studio."""
        attempts = {attempt for attempt, _ in self.attempts_of(desk)}
        bill = httpx.get(f"{self.told['sandbox_url']}/_sandbox/bill").raise_for_status().json()
        return [order for order in bill["orders"] if order["callback"].split("/")[-2] in attempts]

    def clips_of(self, desk: Desk) -> list[str]:
        """The tiers of the studio's orders for footage, in the order in which they were placed."""
        orders = [order for order in self.orders_of(desk) if "seedance" in order["model"]]
        return [order["input"]["resolution"] for order in orders]

    def attempts_of(self, desk: Desk) -> list[tuple[str, str]]:
        """Every attempt of the studio with the task it came to, or None."""
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

    def assert_ordered_once(self, desk: Desk) -> None:
        """No order was placed twice, each is known here, and ledger and provider agree to the credit."""
        orders, attempts = self.orders_of(desk), self.attempts_of(desk)
        assert len({order["callback"] for order in orders}) == len(orders)
        assert {order["taskId"] for order in orders} == {task for _, task in attempts if task}
        assert self.captured_by(desk) == charged(orders)

    def assert_paid_once(self, desk: Desk) -> None:
        """The same, with nothing left under way, and the client told so."""
        self.assert_ordered_once(desk)
        told = desk.document("credits")
        assert told["held"] == "0.00"
        assert Decimal(told["spent"]) == self.captured_by(desk)


def charged(orders: Sequence[dict[str, Any]]) -> Decimal:
    """What the sandbox charged for these orders."""
    return sum((Decimal(order["creditsConsumed"]) for order in orders), Decimal(0))


def processes_of(var: Path) -> list[psutil.Process]:
    """Whoever runs with this folder in its environment or on its command line."""
    found = []
    for process in psutil.process_iter():
        try:
            words = [*process.cmdline(), process.environ().get("POD_VAR", "")]
            is_alive = process.status() != psutil.STATUS_ZOMBIE
        except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            continue
        if is_alive and process.pid != os.getpid() and any(str(var) in word for word in words):
            found.append(process)
    return found

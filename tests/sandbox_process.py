"""A real sandbox in a process of its own, for tests that order at the provider."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

START_SECONDS = 30
LATENCY_SECONDS = 0.05


@dataclass(frozen=True)
class SandboxProcess:
    url: str
    process: subprocess.Popen[bytes]

    @classmethod
    def start(cls) -> "SandboxProcess":
        """Start it at POD_KIE_BASE_URL with the test keys and wait until it answers."""
        url = os.environ["POD_KIE_BASE_URL"]
        port = str(urlsplit(url).port)
        process = subprocess.Popen(
            (
                *(sys.executable, "-m", "sandbox", "--port", port, "--latency", str(LATENCY_SECONDS)),
                *("--look-ups", "1000"),  # tests that call tasks by hand do not wait between look-ups
            ),
            cwd=Path(__file__).parents[1],
            env={
                **{name: value for name, value in os.environ.items() if not name.startswith("POD_")},
                "SANDBOX_KEY": os.environ["POD_KIE_API_KEY"],
                "SANDBOX_WEBHOOK_KEY": os.environ["POD_KIE_WEBHOOK_KEY"],
            },
        )
        sandbox = cls(url, process)
        sandbox._wait_until_ready()
        return sandbox

    def bill(self, key: str | None = None) -> dict[str, Any]:
        """Every order an account placed with what it cost, the totals, and the balance left; by default the first's."""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        answer = httpx.get(f"{self.url}/_sandbox/bill", headers=headers).raise_for_status()
        told: dict[str, Any] = answer.json()
        return told

    def open_account(self, key: str, balance: str) -> None:
        """A further account behind this key, or another balance for the one there is."""
        body = {"key": key, "balance": balance}
        httpx.post(f"{self.url}/_sandbox/accounts", json=body).raise_for_status()

    def change(self, **settings: float | str) -> None:
        """Change one of its settings (docs/sandbox.md)."""
        httpx.post(f"{self.url}/_sandbox/settings", json=settings).raise_for_status()

    def strike(self, *rules: dict[str, Any], **others: Any) -> None:
        """Put these faults in the place of all others; none at all puts it in order (docs/sandbox.md)."""
        told = {"rules": list(rules), **others}
        httpx.post(f"{self.url}/_sandbox/faults", json=told).raise_for_status()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                self.bill()
            except httpx.TransportError:
                time.sleep(0.05)
            else:
                return
        self.process.kill()
        raise RuntimeError("the sandbox did not start")

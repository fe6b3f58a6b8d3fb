"""A person at a computer: the real client, on a terminal or without one, and plain requests with their key."""

import json
import os
import subprocess
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pexpect

from pod_service.embedded.paths import PROJECT

PATIENCE_SECONDS = 90
CLIENT = (sys.executable, "-m", "pod_cli")


@dataclass(frozen=True, slots=True)
class Desk:
    url: str
    key: str
    home: Path
    slug: str

    def pod(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run one command without a terminal, to its end."""
        return subprocess.run(
            (*CLIENT, *words),
            cwd=PROJECT,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=2 * PATIENCE_SECONDS,
            check=False,
        )

    def told(self, *words: str) -> dict[str, Any]:
        """The document that a command prints with --json."""
        document: dict[str, Any] = json.loads(self.pod(*words, "--json").stdout)
        return document

    def leave_to_itself(self, *words: str) -> subprocess.Popen[str]:
        """Run one command without a terminal while something else happens."""
        return subprocess.Popen(
            (*CLIENT, *words),
            cwd=PROJECT,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def terminal(self, *words: str) -> "pexpect.spawn[str]":
        """Run one command on a terminal, for `expect` and `sendline`."""
        return pexpect.spawn(
            CLIENT[0],
            [*CLIENT[1:], *words],
            cwd=str(PROJECT),
            env=self._environment(),
            timeout=PATIENCE_SECONDS,
            encoding="utf-8",
            dimensions=(50, 160),
        )

    def api(self, method: str, path: str, body: dict[str, Any] | None = None, *, key: str | None = None) -> httpx.Response:
        """One request below /api/v1, with this person's key unless another (or "" for none) is given."""
        key = self.key if key is None else key
        headers = {"Idempotency-Key": uuid.uuid4().hex} | ({"Authorization": f"Bearer {key}"} if key else {})
        return httpx.request(method, f"{self.url}/api/v1/{path}", json=body, headers=headers, timeout=30)

    def film(self, name: str) -> dict[str, Any]:
        film: dict[str, Any] = self.api("GET", f"films/{name}").raise_for_status().json()
        return film

    def gate(self, name: str) -> dict[str, Any]:
        gate: dict[str, Any] = self.api("GET", f"films/{name}/gate").raise_for_status().json()
        return gate

    def answer(self, name: str, answer: str, note: str = "") -> httpx.Response:
        """Answer the open gate with what it shows now."""
        gate = self.gate(name)
        body = {"gate": gate["id"], "digest": gate["digest"], "answer": answer, "note": note}
        return self.api("POST", f"films/{name}/gate/answer", body)

    def _environment(self) -> dict[str, str]:
        return outside(POD_URL=self.url, POD_LICENSE_KEY=self.key, POD_HOME=str(self.home), TERM="xterm")


def outside(**told: str) -> dict[str, str]:
    """This process's environment without what was made for other tests."""
    ours = ("POD_", "DJANGO_", "PYTEST_", "SANDBOX_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | told

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
from tests.acceptance.patience import PATIENCE_SECONDS, until
from tests.canary import findings

CLIENT = (sys.executable, "-m", "pod_cli")
IDEA = "a 5-second film in 720p, seedance 1.5 and seedream: a fox crosses a bridge at dawn"
"""One shot, cheap engines: three design sheets, a keyframe, a draft and a master."""
STILLS_TOTAL, DRAFT, MASTER = 26, "17.50", "35.00"


@dataclass(frozen=True, slots=True)
class Desk:
    slug: str
    url: str
    key: str
    home: Path

    def pod(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run one command without a terminal, to its end."""
        with self.leave_to_itself(*words) as running:
            told, complaint = running.communicate(timeout=2 * PATIENCE_SECONDS)
        return subprocess.CompletedProcess(words, running.returncode, told, complaint)

    def leave_to_itself(self, *words: str) -> subprocess.Popen[str]:
        """Run one command without a terminal while something else happens."""
        return subprocess.Popen(
            (*CLIENT, *words),
            cwd=PROJECT,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def document(self, *words: str) -> dict[str, Any]:
        """What a command prints with --json."""
        document: dict[str, Any] = json.loads(self.pod(*words, "--json").stdout)
        return document

    def terminal(self, *words: str) -> "Terminal":
        """Run one command on a terminal."""
        return Terminal(
            pexpect.spawn(
                CLIENT[0],
                [*CLIENT[1:], *words],
                cwd=str(PROJECT),
                env=self._environment(),
                timeout=PATIENCE_SECONDS,
                encoding="utf-8",
                dimensions=(50, 160),
            )
        )

    def ask(
        self, method: str, path: str, body: dict[str, Any] | None = None, *, key: str | None = None
    ) -> httpx.Response:
        """One request below /api/v1, with this person's key unless another (or "" for none) is given."""
        key = self.key if key is None else key
        headers = {"Idempotency-Key": uuid.uuid4().hex} | ({"Authorization": f"Bearer {key}"} if key else {})
        answer = httpx.request(method, f"{self.url}/api/v1/{path}", json=body, headers=headers, timeout=30)
        findings.look("a response", f"{method} {path}", f"{answer.headers} ".encode() + answer.content)
        return answer

    def read(self, path: str) -> dict[str, Any]:
        """What a route shows."""
        shown: dict[str, Any] = self.ask("GET", path).raise_for_status().json()
        return shown

    def start(self, name: str, **wishes: Any) -> None:
        self.ask("POST", "films", {"idea": IDEA, "name": name, **wishes}).raise_for_status()

    def wait_at(self, name: str, kind: str) -> dict[str, Any]:
        """The gate of this kind, once the film waits at it."""
        until(lambda: (self.read(f"films/{name}")["gate"] or {}).get("kind") == kind)
        return self.read(f"films/{name}/gate")

    def wait_for(self, name: str, state: str) -> dict[str, Any]:
        """The film, once it is in this state."""
        until(lambda: self.read(f"films/{name}")["state"] == state)
        return self.read(f"films/{name}")

    def answer(self, name: str, answer: str, note: str = "") -> httpx.Response:
        """Answer the open gate with what it shows now."""
        gate = self.read(f"films/{name}/gate")
        body = {"gate": gate["id"], "digest": gate["digest"], "answer": answer, "note": note}
        return self.ask("POST", f"films/{name}/gate/answer", body)

    def _environment(self) -> dict[str, str]:
        return outside(POD_URL=self.url, POD_LICENSE_KEY=self.key, POD_HOME=str(self.home), TERM="xterm")


@dataclass(frozen=True, slots=True)
class Terminal:
    """A command on a terminal, with somebody who reads and types."""

    shown: "pexpect.spawn[str]"

    def see(self, words: str) -> None:
        """Wait for these words, wherever the lines are broken."""
        self.shown.expect(r"\s+".join(map(_literally, words.split())))

    def type(self, words: str) -> None:
        self.see("❯")
        self.shown.sendline(words)

    def at_gate(self, number: int, words: str) -> None:
        """Wait for this gate and answer it."""
        self.see(f"Gate {number} of 10")
        self.type(words)

    def end(self) -> int:
        """The exit code."""
        self.shown.expect(pexpect.EOF)
        self.shown.wait()  # it closes its terminal a moment before it is gone
        self.shown.close()
        code: int = self.shown.exitstatus
        return code


def _literally(word: str) -> str:
    return "".join(f"[{letter}]" if letter in ".*+?()|$" else letter for letter in word)


def outside(**told: str) -> dict[str, str]:
    """This process's environment without what was made for other tests."""
    ours = ("POD_", "DJANGO_", "PYTEST_", "SANDBOX_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | told

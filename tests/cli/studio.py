"""The real ``pod``, run as its users run it: from a shell, from a pipe, and on a terminal."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pexpect

from tests.cli import scenes

SECONDS_TO_WAIT = 20


@dataclass(frozen=True)
class Run:
    out: str
    err: str
    code: int

    @property
    def document(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Desk:
    """A person's computer: a home folder of its own, no keyring, one service address."""

    folder: Path
    url: str

    @property
    def home(self) -> Path:
        return self.folder / "films"

    @property
    def episode(self) -> Path:
        return self.home / "episodes" / scenes.NAME

    @property
    def pending(self) -> list[Path]:
        return sorted((self.home / ".pending").glob("*"))

    def environment(self, changes: Mapping[str, str | None]) -> dict[str, str]:
        given: dict[str, str | None] = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(Path.cwd()),
            "HOME": str(self.folder),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "TERM": "xterm",
            "LANG": "C.UTF-8",
            "POD_URL": self.url,
            "POD_HOME": str(self.home),
            "POD_LICENSE_KEY": scenes.LICENSE_KEY,
        }
        return {name: value for name, value in {**given, **changes}.items() if value is not None}

    def run(self, *words: str, typed: str = "", **changes: str | None) -> Run:
        """``pod`` without a terminal; ``changes`` are environment variables, None takes one away."""
        ended = subprocess.run(
            [sys.executable, "-m", "pod_cli", *words],
            input=typed,
            capture_output=True,
            text=True,
            env=self.environment(changes),
            timeout=SECONDS_TO_WAIT,
        )
        assert scenes.LICENSE_KEY not in ended.stdout + ended.stderr
        assert "Traceback" not in ended.stderr
        return Run(ended.stdout, ended.stderr, ended.returncode)

    def start(self, *words: str) -> subprocess.Popen[str]:
        """``pod`` on a pipe, left running."""
        return subprocess.Popen(
            [sys.executable, "-m", "pod_cli", *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            env=self.environment({"PYTHONUNBUFFERED": "1"}),
        )

    def terminal(self, *words: str, **changes: str | None) -> "Terminal":
        return Terminal(list(words), self.environment(changes))


def _listen_to_ctrl_c() -> None:
    """As a shell starts a program that somebody sits before; tests that run in the background are deaf to it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """``pod`` on a terminal of 80 columns."""

    def __init__(self, words: list[str], environment: dict[str, str]) -> None:
        self._child = pexpect.spawn(
            sys.executable,
            ["-m", "pod_cli", *words],
            env=environment,
            dimensions=(40, 80),
            encoding="utf-8",
            timeout=SECONDS_TO_WAIT,
            preexec_fn=_listen_to_ctrl_c,
        )
        self._child.delaybeforesend = None

    def sees(self, text: str) -> None:
        self._child.expect_exact(text)

    def tells_its_cursor(self) -> None:
        """What a real terminal answers when it is asked where the cursor is; the toolbar needs it."""
        self.sees("\x1b[6n")
        self.sends("\x1b[1;1R")

    def types(self, line: str) -> None:
        self._child.sendline(line)

    def presses(self, key: str) -> None:
        """A control key, by its letter."""
        self._child.sendcontrol(key)

    def sends(self, keys: str) -> None:
        self._child.send(keys)

    def ends(self) -> int:
        """Wait for the end; the exit code."""
        self._child.expect(pexpect.EOF)
        self._child.wait()  # it closes its terminal a moment before it is gone
        self._child.close()
        assert self._child.exitstatus is not None
        return int(self._child.exitstatus)

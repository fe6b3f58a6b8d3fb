"""Where the lines of a stack's processes go: to the screen, each with its name and color, or to files."""

import os
import sys
import threading
from pathlib import Path
from typing import Protocol

from pod_service.embedded.paths import log_file

COLORS = {"web": 36, "orders": 35, "worker": 32, "beat": 33, "sandbox": 35, "pod": 1}
WIDTH = max(map(len, COLORS))


class Lines(Protocol):
    def write(self, name: str, line: str) -> None: ...


class Screen:
    """All processes in one place, as `make up` shows them; colors on a terminal only, not under NO_COLOR."""

    def __init__(self) -> None:
        self._is_colored = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        self._guard = threading.Lock()

    def write(self, name: str, line: str) -> None:
        prefix = f"{name:<{WIDTH}} │"
        if self._is_colored and name in COLORS:
            prefix = f"\x1b[{COLORS[name]}m{prefix}\x1b[0m"
        with self._guard:
            say(f"{prefix} {line}")


class Files:
    """One log file a process, for a stack that works behind another program."""

    def __init__(self, var: Path) -> None:
        self._var = var

    def write(self, name: str, line: str) -> None:
        with log_file(self._var, name).open("a") as log:
            log.write(f"{line}\n")


def say(text: str) -> None:
    """One line to whoever watches; a window that was closed is no reason to stop half-way."""
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except OSError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123  stays open for good

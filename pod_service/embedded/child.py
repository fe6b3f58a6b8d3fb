"""One process of the stack: started in its own group, started again when it dies, stopped with its group."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import IO

from pod_service.embedded.leash import Leash, send
from pod_service.embedded.lines import Lines
from pod_service.embedded.paths import PROJECT

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 15.0
HEALTHY_SECONDS = 20.0


class Child:
    def __init__(
        self,
        name: str,
        command: tuple[str, ...],
        *,
        environment: Callable[[], Mapping[str, str]],
        lines: Lines,
        leash: Leash,
    ) -> None:
        self.name = name
        self.early_deaths = 0
        """How often in a row it died soon after its start."""
        self._command = command
        self._environment = environment
        self._lines = lines
        self._leash = leash
        self._process: subprocess.Popen[str] | None = None
        self._started_at = 0.0
        self._again_at = 0.0

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        self._process = process = subprocess.Popen(
            self._command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            cwd=PROJECT,
            env=self._environment(),
            process_group=0,
        )
        self._leash.hold(-process.pid, signal.SIGTERM)
        self._started_at = time.monotonic()
        threading.Thread(target=self._pump, args=(process.stdout,), daemon=True).start()

    def look(self) -> None:
        """If it died: end what it left behind, say so, and start it again after a moment."""
        if self._process is not None and self._process.poll() is not None:
            self._bury(self._process)
        elif self._process is None and time.monotonic() >= self._again_at:
            self.start()

    def has_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def ask_to_stop(self) -> None:
        if self._process is not None:
            self._process.terminate()

    def end(self, *, by: float) -> None:
        """Wait for the end until `by` (monotonic seconds), then use force; grandchildren go too."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, by - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._sweep(self._process)
        self._process = None

    def _bury(self, process: subprocess.Popen[str]) -> None:
        self._sweep(process)
        self._process = None
        is_early = time.monotonic() - self._started_at < HEALTHY_SECONDS
        self.early_deaths = self.early_deaths + 1 if is_early else 0
        pause = min(FIRST_PAUSE_SECONDS * 2 ** max(0, self.early_deaths - 1), LONGEST_PAUSE_SECONDS)
        self._again_at = time.monotonic() + pause
        self._lines.write("pod", f"{self.name} {_how(process.returncode)}; it starts again in {pause:.0f} s.")

    def _sweep(self, process: subprocess.Popen[str]) -> None:
        send(-process.pid, signal.SIGKILL)
        process.wait()
        self._leash.drop(-process.pid)

    def _pump(self, stream: IO[str] | None) -> None:
        with stream or nullcontext(()) as lines:
            for line in filter(str.strip, lines):
                self._lines.write(self.name, line.rstrip("\n"))


def _how(code: int) -> str:
    return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"

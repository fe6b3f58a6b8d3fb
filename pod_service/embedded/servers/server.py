"""One embedded server as the keeper sees it: how to start it, know that it is ready, and stop it."""

import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pod_service.embedded.errors import DidNotStart
from pod_service.embedded.leash import Leash

START_SECONDS = 60.0
STOP_SECONDS = 20.0


@dataclass(frozen=True, kw_only=True)
class Server:
    name: str
    url: str
    command: tuple[str, ...]
    log: Path
    stop_signal: signal.Signals
    is_ready: Callable[[int], bool]
    """Given the server's process id."""
    before_start: Callable[[], None] = lambda: None
    """Runs in the keeper; clears what a crash left behind."""
    step_down: Callable[[], None] | None = None
    """Runs in the child; gives up root."""

    def start(self, leash: Leash) -> subprocess.Popen[bytes]:
        """Start the server in a process group of its own, on the leash, and wait until it answers."""
        self.before_start()
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
                process_group=0,
                preexec_fn=self.step_down,
            )
        leash.hold(-process.pid, self.stop_signal)
        self._wait_until_ready(process)
        return process

    def stop(self, process: subprocess.Popen[bytes], leash: Leash) -> None:
        process.send_signal(self.stop_signal)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        leash.drop(-process.pid)

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.is_ready(process.pid):
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                process.wait()
                raise DidNotStart(f"{self.name} did not start. {last_lines(self.log)}")
            time.sleep(0.02)


def last_lines(log: Path, count: int = 5) -> str:
    """The end of a log, for an error message."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return f"The end of {log}:\n" + "\n".join(lines[-count:])

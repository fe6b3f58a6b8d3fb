"""Inside a process under test: notes each point it reaches, and kills the process where the plan says so."""

import os
import signal
import sys
import threading
from collections import Counter
from pathlib import Path
from types import FrameType

from crash.plan import Armed

OURS = frozenset({"studios", "billing", "rendering", "console", "pod_service"})
PLUMBING = ("rendering.provider.", "rendering.media", "rendering.doorbell")
NAMED_FRAMES = 2


class Trigger:
    """Reads `plan.json` in the folder, adds to `seen.txt`, and leaves `fired-RUN-KILL` behind where it kills."""

    def __init__(self, folder: Path, role: str) -> None:
        self._folder = folder
        self._role = role
        self._seen = os.open(folder / "seen.txt", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self._guard = threading.Lock()
        self._read_at = 0
        self._armed: Armed | None = None
        self._hits: Counter[int] = Counter()

    def reach(self, when: str, what: str, where: str) -> None:
        """This point was reached; may not return."""
        point = f"{self._role} {when} {what} {where}".strip()
        with self._guard:
            armed = self._plan()
            if armed is None:
                return
            os.write(self._seen, f"{armed.run}\t{point}\n".encode())
            for number, kill in enumerate(armed.kills):
                self._hits[number] += kill.is_at(point)
                if kill.is_at(point) and self._hits[number] == kill.hit:
                    self._kill_once(armed.run, number, point)

    def _plan(self) -> Armed | None:
        file = self._folder / "plan.json"
        try:
            changed_at = file.stat().st_mtime_ns
        except FileNotFoundError:
            return None
        if changed_at != self._read_at:
            armed = Armed.read(file)
            if self._armed is None or armed.run != self._armed.run:
                self._hits.clear()
            self._read_at, self._armed = changed_at, armed
        return self._armed

    def _kill_once(self, run: int, number: int, point: str) -> None:
        """A process that was started again finds that the plan has had its kill."""
        try:
            fired = os.open(self._folder / f"fired-{run}-{number}", os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        except FileExistsError:
            return
        os.write(fired, point.encode())
        os.kill(os.getpid(), signal.SIGKILL)


def call_site() -> str:
    """The nearest functions of ours on the stack, without those that only carry; no line numbers, which move."""
    found: list[str] = []
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and len(found) < NAMED_FRAMES:
        module, function = frame.f_globals.get("__name__", ""), frame.f_code.co_name
        is_ours = module.partition(".")[0] in OURS and not module.startswith(PLUMBING)
        if is_ours and not function.startswith("<") and (name := f"{module}.{function}") not in found:
            found.append(name)
        frame = frame.f_back
    return " < ".join(found)

"""Ends what a process leaves behind, however that process ends: a kill -9 runs no clean-up of its own."""

import os
import signal
import time
from collections.abc import Iterable

GRACE_SECONDS = 5.0


class Leash:
    """A forked watcher that is told of processes through a pipe and ends them when the pipe closes.

    A target is a process id, or a process group as its negative number, as in kill(2). The watcher shares its
    parent's open files, so a lock of the parent stays held until the targets are gone.
    """

    def __init__(self) -> None:
        read, self._write = os.pipe()
        self._watcher = os.fork()
        if self._watcher == 0:
            os.close(self._write)
            try:
                _watch(read)
            finally:
                os._exit(0)
        os.close(read)

    def hold(self, target: int, stop_signal: signal.Signals) -> None:
        """End this target with `stop_signal`, and soon after by force, should the parent die."""
        os.write(self._write, f"{target} {int(stop_signal)}\n".encode())

    def drop(self, target: int) -> None:
        """Forget a target that has ended, so that a reused number is never signalled."""
        os.write(self._write, f"{target} 0\n".encode())

    def close(self) -> None:
        os.close(self._write)
        os.waitpid(self._watcher, 0)


def send(target: int, signal_number: int) -> bool:
    """Signal a process or group; False when there is nobody to signal."""
    try:
        os.kill(target, signal_number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _watch(read: int) -> None:
    os.setsid()
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    held: dict[int, int] = {}
    with os.fdopen(read) as pipe:
        for line in pipe:
            target, stop_signal = map(int, line.split())
            held[target] = stop_signal
    _end_all({target: stop_signal for target, stop_signal in held.items() if stop_signal})


def _end_all(held: dict[int, int]) -> None:
    for target, stop_signal in held.items():
        send(target, stop_signal)
    deadline = time.monotonic() + GRACE_SECONDS
    while _alive(held) and time.monotonic() < deadline:
        time.sleep(0.05)
    for target in _alive(held):
        send(target, signal.SIGKILL)


def _alive(targets: Iterable[int]) -> list[int]:
    return [target for target in targets if send(target, 0)]

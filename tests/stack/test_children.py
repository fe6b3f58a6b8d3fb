import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import psutil
import pytest

from pod_service.embedded.child import Child
from pod_service.embedded.leash import Leash
from pod_service.embedded.paths import PROJECT

PARENT_AND_CHILD = "sleep 300 & echo $!; wait"
HOLD_A_SLEEPER = """
import os, signal, subprocess, time
from pod_service.embedded.leash import Leash
leash = Leash()
sleeper = subprocess.Popen(("sh", "-c", "sleep 300 & echo $!; wait"), process_group=0, stdout=subprocess.PIPE)
leash.hold(-sleeper.pid, signal.SIGTERM)
print(sleeper.stdout.readline().decode(), flush=True)
time.sleep(300)
"""


class Heard:
    """Keeps what the stack would have shown."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []

    def write(self, name: str, line: str) -> None:
        self.lines.append((name, line))

    def of(self, name: str) -> list[str]:
        return [line for who, line in self.lines if who == name]


def soon(happens: Callable[[], object], *, within_seconds: float = 20) -> bool:
    deadline = time.monotonic() + within_seconds
    while not happens() and time.monotonic() < deadline:
        time.sleep(0.02)
    return bool(happens())


def is_running(pid: int) -> bool:
    return psutil.pid_exists(pid) and bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def child(heard: Heard) -> Iterator[Child]:
    leash = Leash()
    child = Child("web", ("sh", "-c", PARENT_AND_CHILD), environment=dict, lines=heard, leash=leash)
    child.start()
    yield child
    child.ask_to_stop()
    child.end(by=time.monotonic() + 5)
    leash.close()


def test_a_killed_child_is_started_again_and_that_is_told(child: Child, heard: Heard) -> None:
    first = child.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)

    def is_back() -> bool:
        child.look()
        return child.pid not in (None, first)

    assert soon(is_back)
    assert heard.of("pod") == ["web was killed by SIGKILL; it starts again in 1 s."]


def test_what_a_killed_child_had_started_ends_with_it(child: Child, heard: Heard) -> None:
    assert soon(lambda: heard.of("web"))
    grandchild = int(heard.of("web")[0])
    assert is_running(grandchild)
    os.kill(child.pid or 0, signal.SIGKILL)

    def is_gone() -> bool:
        child.look()
        return not is_running(grandchild)

    assert soon(is_gone)


def test_a_stopped_child_takes_its_own_children_along(child: Child, heard: Heard) -> None:
    assert soon(lambda: heard.of("web"))
    child.ask_to_stop()
    child.end(by=time.monotonic() + 5)
    assert soon(lambda: not is_running(int(heard.of("web")[0])))


def test_a_killed_supervisor_leaves_nobody_behind() -> None:
    supervisor = subprocess.Popen(
        (sys.executable, "-c", HOLD_A_SLEEPER), cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    assert supervisor.stdout is not None
    with supervisor.stdout as printed:
        sleeper = int(printed.readline())
    assert is_running(sleeper)
    supervisor.kill()
    supervisor.wait()
    assert soon(lambda: not is_running(sleeper))

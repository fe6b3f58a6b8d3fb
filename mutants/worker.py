"""One warm process: Django is set up, every test collected, a database made; each task runs in a fork of it."""

import gc
import os
import pickle
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe
from typing import Any

import pytest

from mutants.applied import ROOT, put
from mutants.mutant import Mutant

LEARNING_PATIENCE_SECONDS = 300.0
DATABASE_TESTS = "tests/billing/test_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Run these tests: against a mutant, up to the first that fails; or all, noting what of `files` each reaches."""

    tests: Sequence[str]
    mutant: Mutant | None = None
    files: Sequence[str] = ()
    seconds: Mapping[str, float] | None = None
    """How long each test may take; none means as long as it takes to learn about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a test did: passed or failed, how long it took, what it reached. `cut_off` when it had to be stopped."""

    test: str
    passed: bool
    seconds: float
    reached: dict[str, set[int]]
    cut_off: bool = False


def work(tasks: Connection, name: str) -> None:
    """Answer tasks until the other side closes: first the names of all tests, then for each task what ran."""
    os.environ["PYTEST_XDIST_WORKER"] = name
    os.environ["SOAK_STEPS"] = (
        "500"  # the random walk is the slowest test; a short one is enough to meet a mutant
    )
    address, _, database = os.environ["POD_DATABASE_URL"].rpartition("/")
    os.environ["POD_DATABASE_URL"] = f"{address}/{database.partition('?')[0]}_{name}"
    quiet = [
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "-p",
        "no:faulthandler",
        "--no-header",
        "--capture=no",
    ]
    log = os.open(ROOT / "var" / f"mutants-{name}.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1)
    os.dup2(log, 2)
    pytest.main([*quiet, "tests/billing", "tests/core"], plugins=[_Loop(tasks)])


class _Loop:
    """Takes the place of pytest's own loop over the tests."""

    def __init__(self, tasks: Connection) -> None:
        self.tasks = tasks

    def pytest_collection_modifyitems(self) -> None:
        """Hypothesis tries the same examples each time, and does not look for smaller ones."""
        from hypothesis import Phase, settings

        settings.register_profile(
            "mutants", derandomize=True, database=None, phases=[Phase.explicit, Phase.generate]
        )
        settings.load_profile("mutants")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        first = next(item for item in session.items if item.nodeid.startswith(DATABASE_TESTS))
        other = next(item for item in session.items if item.path != first.path)
        _run(first, other)  # makes the database, and leaves it

        # Only now are the settings known; and what a child needs is loaded once, here.
        from mutants import lines  # noqa: F401
        from mutants.databases import Seed

        seed = Seed()
        gc.freeze()
        self.tasks.send(list(items))
        while True:
            try:
                task = self.tasks.recv()
            except EOFError:
                return True
            if task.mutant and task.mutant.file.endswith(".sql") and not seed.takes(task.mutant):
                self.tasks.send(None)
                continue
            ran, was_cut_off = _forked(task, items)
            if was_cut_off:
                seed.put_back()
            self.tasks.send(ran)


def _forked(task: Task, items: Mapping[str, pytest.Item]) -> tuple[list[Ran], bool]:
    """Run the task in a child; what ran, and whether the child was stopped before it could clean up."""
    here, there = Pipe(duplex=False)
    child = os.fork()
    if not child:
        _be_child(task, items, there)
    there.close()
    ran: list[Ran] = []
    try:
        for test in task.tests:
            patience = task.seconds[test] if task.seconds else LEARNING_PATIENCE_SECONDS
            began = time.monotonic()
            if not here.poll(patience):
                ran.append(Ran(test=test, passed=False, seconds=patience, reached={}, cut_off=True))
                return ran, True
            ran.append(pickle.loads(here.recv_bytes()))  # noqa: S301  # from our own child
            if not ran[-1].passed and task.mutant:
                break
    except EOFError:
        ran.append(Ran(test=test, passed=False, seconds=time.monotonic() - began, reached={}))
        return ran, True
    finally:
        here.close()
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return ran, False


def _be_child(task: Task, items: Mapping[str, pytest.Item], there: Connection) -> None:
    """Never returns: what it changed in this process is gone with it."""
    code = 1
    try:
        from mutants.lines import noted

        if task.mutant:
            put(task.mutant)
        if task.tests:
            first = items[task.tests[0]]
            first.session._setupstate.teardown_exact(first)
        for place, test in enumerate(task.tests):
            following = items[task.tests[place + 1]] if place + 1 < len(task.tests) else None
            began = time.monotonic()
            if task.files:
                with noted(ROOT, list(task.files)) as reached:
                    passed = _run(items[test], following or _another(items, test))
            else:
                reached, passed = {}, _run(items[test], following or _another(items, test))
            seconds = time.monotonic() - began
            there.send_bytes(pickle.dumps(Ran(test=test, passed=passed, seconds=seconds, reached=reached)))
            if not passed and task.mutant:
                break
        time.sleep(60)  # whoever started it ends it once all is read
        code = 0
    finally:
        os._exit(code)


def _another(items: Mapping[str, pytest.Item], test: str) -> pytest.Item:
    """A test elsewhere, so that what belongs to this one's file is taken down, and the session is not."""
    return next(item for item in items.values() if item.path != items[test].path)


def _run(item: pytest.Item, following: pytest.Item) -> bool:
    from _pytest.runner import runtestprotocol

    reports: list[Any] = runtestprotocol(item, log=False, nextitem=following)
    return all(report.passed for report in reports)

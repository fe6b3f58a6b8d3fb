"""Try every mutant: two workers, each with a database of its own, the tests that reach it, likely killers first."""

import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, Pipe, wait
from multiprocessing.context import SpawnProcess

from mutants import python_code, sql_code
from mutants.applied import ROOT
from mutants.mutant import Mutant, Outcome, Verdict
from mutants.worker import Ran, Task, work

WORKERS, BATCH = 2, 12
CORE = ("billing/services/*.py", "billing/pricing.py", "billing/sql/**/*.sql")
SPARE_SECONDS, TIMES_AS_LONG = 5.0, 5.0
"""A test may take so many times as long as it did, and this much more, before it is stopped."""


@dataclass
class Tests:
    """What the tests do without any change: which lines each reaches, how long it takes, and who failed alone."""

    reaching: dict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    seconds: dict[str, float] = field(default_factory=dict)
    failing: list[str] = field(default_factory=list)
    killed: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def note(self, ran: Ran) -> None:
        if not ran.passed:
            self.failing.append(ran.test)
            return
        self.seconds[ran.test] = ran.seconds
        for file, lines in ran.reached.items():
            for line in {0, *lines}:  # line 0 stands for the file
                self.reaching[file, line].add(ran.test)

    def task(self, mutant: Mutant) -> Task:
        """Those that reach it: who killed a neighbor before comes first, then the quick ones."""
        reaching = set[str]().union(*(self.reaching[mutant.file, line] for line in mutant.lines or {0}))
        near, far = self.killed[mutant.file, mutant.where], self.killed[mutant.file, ""]
        tests = sorted(reaching, key=lambda test: (-near[test], -far[test], self.seconds[test], test))
        patience = {test: SPARE_SECONDS + TIMES_AS_LONG * self.seconds[test] for test in tests}
        return Task(tests=tests, mutant=mutant, seconds=patience)

    def judge(self, mutant: Mutant, ran: Sequence[Ran] | None) -> Verdict:
        if ran is None:
            return Verdict(mutant=mutant, outcome=Outcome.INVALID)
        last = ran[-1] if ran else None
        if last is None or last.passed:
            return Verdict(mutant=mutant, outcome=Outcome.SURVIVED, tried=len(ran))
        self.killed[mutant.file, mutant.where][last.test] += 1
        self.killed[mutant.file, ""][last.test] += 1
        outcome = Outcome.TIMED_OUT if last.cut_off else Outcome.KILLED
        return Verdict(mutant=mutant, outcome=outcome, by=last.test, tried=len(ran))


def files_of(only: str = "") -> list[str]:
    """The files of the money core, or the one asked for."""
    found = sorted({path.relative_to(ROOT).as_posix() for pattern in CORE for path in ROOT.glob(pattern)})
    return [file for file in found if not only or file == only or file.startswith(f"{only.rstrip('/')}/")]


def mutants_of(file: str) -> list[Mutant]:
    """Every mutant of one file."""
    make = sql_code.mutants_of if file.endswith(".sql") else python_code.mutants_of
    return make(file, (ROOT / file).read_text())


def learn(workers: Sequence[Connection], names: Sequence[str], files: Sequence[str]) -> Tests:
    """Run all tests, unchanged."""
    tests = Tests()
    batches = [names[first : first + BATCH] for first in range(0, len(names), BATCH)]
    while batches:
        results = list(_spread(workers, [Task(tests=batch, files=files) for batch in batches]))
        for _, ran in results:
            for one in ran or ():
                tests.note(one)
        # Where one had to be stopped, those after it are still to run.
        batches = [list(task.tests[len(ran or ()) :]) for task, ran in results]
        batches = [batch for batch in batches if batch]
    return tests


def judge_all(workers: Sequence[Connection], tests: Tests, mutants: Sequence[Mutant]) -> Iterator[Verdict]:
    """Each mutant's verdict, as it comes."""
    for task, ran in _spread(workers, mutants, tests):
        assert task.mutant is not None
        yield tests.judge(task.mutant, ran)


def _spread(
    workers: Sequence[Connection], jobs: Sequence[Task | Mutant], tests: Tests | None = None
) -> Iterator[tuple[Task, Sequence[Ran] | None]]:
    waiting = iter(jobs)
    busy: dict[Connection, Task] = {}

    def next_for(worker: Connection) -> None:
        busy.pop(worker, None)
        for job in waiting:
            task = tests.task(job) if isinstance(job, Mutant) and tests else job
            assert isinstance(task, Task)
            busy[worker] = task
            worker.send(task)
            return

    for worker in workers:
        next_for(worker)
    while busy:
        answered = wait(list(busy))
        for worker in [worker for worker in busy if worker in answered]:
            task, ran = busy[worker], worker.recv()
            next_for(worker)
            yield task, ran


@contextmanager
def warm_workers() -> Iterator[tuple[list[Connection], list[str]]]:
    """The workers, and the names of all tests; servers for the time of the block."""
    from tests import environment

    environment.prepare()
    del os.environ["DJANGO_SETTINGS_MODULE"]  # each worker reads the settings with a database of its own
    processes: list[SpawnProcess] = []
    here: list[Connection] = []
    try:
        for number in range(WORKERS):
            ours, theirs = Pipe()
            process = SpawnProcess(target=work, args=(theirs, f"gw{number}"))
            process.start()
            theirs.close()
            processes.append(process)
            here.append(ours)
        names = [worker.recv() for worker in here]
        yield here, names[0]
    finally:
        for worker in here:
            worker.close()
        for process in processes:
            process.join()
        environment.finish()

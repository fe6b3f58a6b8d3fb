"""A process dies where the plan says, once, however often it is started again."""

import signal
import subprocess
import sys
from pathlib import Path

from crash.plan import Kill, Plan
from crash.probes import API, WRITES
from pod_service.embedded.paths import PROJECT

THREE_TIMES = """
import sys
from pathlib import Path
from crash.trigger import Trigger
trigger = Trigger(Path(sys.argv[1]), "worker")
for _ in range(3):
    trigger.reach("before", "commit", "a.b")
"""


def live(folder: Path) -> int:
    """A process that reaches the same point three times; its exit code."""
    return subprocess.run(
        (sys.executable, "-c", THREE_TIMES, str(folder)), cwd=PROJECT, check=False
    ).returncode


def test_it_dies_at_the_hit_that_was_asked_for_and_only_once(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text(Plan((Kill("worker before commit a.b", 2),)).told(1))
    assert [live(tmp_path), live(tmp_path)] == [-signal.SIGKILL, 0]
    assert (tmp_path / "seen.txt").read_text().splitlines() == ["1\tworker before commit a.b"] * 5
    assert (tmp_path / "fired-1-0").read_text() == "worker before commit a.b"


def test_nothing_is_noted_and_nobody_dies_while_no_plan_is_armed(tmp_path: Path) -> None:
    assert live(tmp_path) == 0
    assert (tmp_path / "seen.txt").read_text() == ""


def test_a_statement_that_only_reads_or_locks_is_no_point() -> None:
    writes = ("UPDATE a SET b = 1", "insert into a values (1)", "WITH x AS (DELETE FROM a) SELECT 1")
    reads = ("SELECT 1", 'SELECT "updated" FROM a FOR UPDATE', "SELECT 1 FROM a FOR NO KEY UPDATE OF a")
    assert all(WRITES.search(sql) for sql in writes)
    assert not any(WRITES.search(sql) for sql in reads)


def test_a_call_is_named_by_its_route_and_a_file_is_a_file() -> None:
    paths = ("/api/v1/jobs/createTask", "/gemini-3/v1/chat/completions", "/k/abc_1.mp4")
    assert [found and found[1] for found in map(API.search, paths)] == ["createTask", "completions", None]

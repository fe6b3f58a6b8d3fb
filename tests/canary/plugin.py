"""Fails the run when a provider key is seen anywhere but where it belongs; tells where, never the key."""

import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from tests.canary import findings, marks, sweeps, watches

patch = pytest.MonkeyPatch()
of_the_run: list[str] = []
"""What was found outside any one test, here and in xdist's workers."""


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    watches.begin(patch)


def pytest_unconfigure() -> None:
    patch.undo()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    for name, text in report.sections:
        if name.endswith(report.when or ""):  # a later phase is told of the earlier ones again
            findings.look("the output", name, text)
    if found := findings.take():
        report.outcome = "failed"
        report.longrepr = "\n".join(map(str, found))
        report.sections = [(name, marks.hidden(text)) for name, text in report.sections]
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """What files and databases still hold; a worker hands its findings to the session that began it."""
    if not hasattr(session.config, "workerinput"):
        for folder in _folders(session.config):
            sweeps.files(folder)
    of_the_run.extend(map(str, findings.take()))
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["canary"] = of_the_run
    elif of_the_run:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    of_the_run.extend(getattr(node, "workeroutput", {}).get("canary", []))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for finding in of_the_run:
        terminalreporter.write_line(f"FAILED {finding}", red=True)


def _folders(config: pytest.Config) -> list[Path]:
    """All temporary folders of the tests, and that of the servers with media and PostgreSQL's own files."""
    return [config._tmp_path_factory.getbasetemp(), Path(os.environ["POD_VAR"])]  # type: ignore[attr-defined]

"""Runs one of manage.py's commands as the stack's own."""

import signal
import subprocess
from collections.abc import Mapping

from pod_service.embedded import programs
from pod_service.embedded.errors import DidNotStart, Interrupted
from pod_service.embedded.interruption import Interruption
from pod_service.embedded.leash import Leash
from pod_service.embedded.paths import PROJECT


def run_command(
    words: tuple[str, ...], *, environment: Mapping[str, str], leash: Leash, interruption: Interruption
) -> str:
    """What the command prints on stdout. Raises DidNotStart with its complaint, or Interrupted."""
    process = subprocess.Popen(
        programs.command(*words),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=PROJECT,
        env=environment,
        process_group=0,
    )
    leash.hold(-process.pid, signal.SIGTERM)
    try:
        printed, complaint = _finish(process, interruption)
    finally:
        process.kill()
        process.wait()
        leash.drop(-process.pid)
    if process.returncode != 0:
        raise DidNotStart(f"manage.py {' '.join(words)} failed:\n{complaint.strip()}")
    return printed.strip()


def _finish(process: subprocess.Popen[str], interruption: Interruption) -> tuple[str, str]:
    while not interruption:
        try:
            return process.communicate(timeout=0.2)
        except subprocess.TimeoutExpired:
            continue
    raise Interrupted

"""The embedded PostgreSQL and Valkey: started by the first process that needs them, gone after the last."""

import fcntl
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Literal

from pod_service.embedded.errors import DidNotStart
from pod_service.embedded.locks import exclusive, is_held, open_lock
from pod_service.embedded.paths import PROJECT, log_file, subfolder
from pod_service.embedded.servers.server import last_lines

WAIT_SECONDS = 120.0

_uses: dict[Path, int] = {}
_guard = threading.Lock()


def attach(
    var: Path, name: Literal["postgres", "valkey"], *, durable: bool = True, temporary: bool = False
) -> str:
    """The server's address, starting it if it does not run.

    It stays up until this process ends or releases it; safe with several processes and threads at once, and
    cheap to repeat: after a kill it is started again. `durable=False` (a power cut may lose data) and
    `temporary` (the folder goes with the last user) count for whoever comes first. Raises DidNotStart.
    """
    folder = subfolder(var, "run")
    with _guard:
        if var not in _uses:
            users = open_lock(folder / "users.lock")
            # Waits while a keeper that found no users is stopping its servers.
            fcntl.flock(users, fcntl.LOCK_SH)
            _uses[var] = users
        with exclusive(folder / "start.lock"):
            (folder / f"{name}.wanted").touch()
            if not is_held(folder / "keeper.lock"):
                for stale in folder.glob("*.url"):
                    stale.unlink()
                _start_keeper(var, durable=durable, temporary=temporary)
            return _wait_for(folder / f"{name}.url", var)


def release(var: Path) -> None:
    """Stop using the servers; if nobody else uses them, return when they have stopped."""
    with _guard:
        users = _uses.pop(var, None)
    if users is None:
        return
    os.close(users)
    folder = var / "run"
    others_use_them_after = time.monotonic() + 2
    while (folder / "keeper.lock").exists() and is_held(folder / "keeper.lock"):
        if time.monotonic() > others_use_them_after and any(folder.glob("*.url")):
            return
        time.sleep(0.05)


def _start_keeper(var: Path, *, durable: bool, temporary: bool) -> None:
    flags = [*([] if durable else ["--hasty"]), *(["--temporary"] if temporary else [])]
    with log_file(var, "keeper").open("wb") as log:
        subprocess.run(
            (sys.executable, "-m", "pod_service.embedded.servers.keeper", str(var), *flags),
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=PROJECT,
            env={name: value for name, value in os.environ.items() if not name.startswith("POD_")},
        )


def _wait_for(address: Path, var: Path) -> str:
    deadline = time.monotonic() + WAIT_SECONDS
    while is_held(var / "run" / "keeper.lock") and time.monotonic() < deadline:
        if address.exists():
            return address.read_text()
        time.sleep(0.02)
    raise DidNotStart(f"{address.stem} did not start. {last_lines(log_file(var, 'keeper'), 12)}")

"""A real small disk where this computer lets us mount one; a test without it stays with /dev/full."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path


@cache
def can_be_mounted() -> bool:
    """Whether we may mount at all: root outside most containers."""
    with tempfile.TemporaryDirectory() as folder:
        if _mount(Path(folder), "size=64k").returncode:
            return False
        subprocess.run(["umount", folder], check=True)  # noqa: S607 - wherever the system keeps it
        return True


@contextmanager
def mounted(at: Path, options: str) -> Iterator[Path]:
    """A disk in memory with these limits, such as `size=80m` or `nr_inodes=10`."""
    at.mkdir(exist_ok=True)
    _mount(at, options).check_returncode()
    try:
        yield at
    finally:
        subprocess.run(["umount", str(at)], check=True)  # noqa: S607


def _mount(at: Path, options: str) -> subprocess.CompletedProcess[bytes]:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(at)]
    return subprocess.run(command, check=False, capture_output=True)

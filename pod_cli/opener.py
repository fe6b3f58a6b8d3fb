"""Showing files in the person's own viewer, where there is a desktop."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def open_on_desktop(paths: Sequence[Path]) -> None:
    """One file opens itself, several open their folder; without a desktop nothing happens."""
    command = _command()
    if command is None or not paths:
        return
    shown = paths[0] if len(paths) == 1 else paths[0].parent
    # A viewer's own chatter must not land in the middle of a question.
    subprocess.Popen([command, str(shown)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _command() -> str | None:
    if sys.platform == "darwin":
        return shutil.which("open")
    if sys.platform == "win32":
        return shutil.which("explorer")
    has_display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return shutil.which("xdg-open") if has_display else None

"""Where the embedded stack keeps its things: one folder, `./var` unless POD_VAR moves it."""

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def var_path() -> Path:
    """The folder of this clone's data, secrets and logs, whether it exists or not."""
    return Path(os.environ.get("POD_VAR") or PROJECT / "var").resolve()


def var_folder() -> Path:
    """The same folder, made on first use."""
    folder = var_path()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def subfolder(var: Path, name: str) -> Path:
    """A folder inside `var`, made on first use."""
    folder = var / name
    folder.mkdir(exist_ok=True)
    return folder


def log_file(var: Path, name: str) -> Path:
    return subfolder(var, "log") / f"{name}.log"

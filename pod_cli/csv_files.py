"""Files a person asked for by name: never written over another without asking."""

from __future__ import annotations

from pathlib import Path

from pod_cli import problems
from pod_cli.output import Screen


def ask_before_replacing(screen: Screen, path: Path) -> bool:
    """True when a file is there and the person gives it up. Raises ``Problem`` when it is to stay."""
    if path.is_dir():
        raise problems.local("not_a_file", f"{path} is a folder. Name a file: --csv {path / 'statement.csv'}")
    if not path.exists():
        return False
    if screen.is_interactive and screen.ask(f"{path} is there already. Replace it? (y/N)").lower() in {
        "y",
        "yes",
    }:
        return True
    raise _is_there(path)


def write(path: Path, text: str, *, may_replace: bool) -> None:
    """Write it whole, exactly as given. Raises ``Problem`` where a file is in the way or none can be."""
    try:
        with path.open("wb" if may_replace else "xb") as opened:
            opened.write(text.encode())
    except FileExistsError:
        raise _is_there(path) from None
    except OSError as error:
        raise problems.local("can_not_write", f"{path} can not be written: {error.strerror}.") from error


def _is_there(path: Path) -> problems.Problem:
    return problems.local(
        "file_exists", f"{path} is there already and was left as it is. Name another file: --csv FILE"
    )

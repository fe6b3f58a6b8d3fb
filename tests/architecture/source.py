"""The project's own files, as the architecture tests read them."""

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = (
    "core",
    "studios",
    "billing",
    "rendering",
    "console",
    "pod_service",
    "pod_cli",
    "sandbox",
    "bench",
    "crash",
)
NOT_OURS = {".git", ".venv", "var", "build", "__pycache__", ".hypothesis"}
GENERATED = ("_cache", ".egg-info")


def name(path: Path) -> str:
    """As people write it: relative to the project, with slashes."""
    return path.relative_to(ROOT).as_posix()


@cache
def python(*folders: str) -> tuple[Path, ...]:
    """Python files under the folders, without migrations: those are history."""
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return tuple(path for path in found if not {"migrations", *NOT_OURS} & set(path.parts))


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(), filename=str(path)))


def texts() -> Iterator[Path]:
    """Everything a person reads here: code, SQL, documents, configuration."""
    suffixes = {".py", ".sql", ".md", ".toml", ".in", ".html", ".css", ".yaml", ".yml", ""}
    for folder, below, names in os.walk(ROOT):
        below[:] = [name for name in below if name not in NOT_OURS and not name.endswith(GENERATED)]
        yield from (path for name in sorted(names) if (path := Path(folder, name)).suffix in suffixes)

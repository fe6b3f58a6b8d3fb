"""Note which lines of the money core run, on every thread, and which of its statements are executed."""

import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from django.db.backends.utils import CursorWrapper

Reached = dict[str, set[int]]
"""For each file the lines that ran; for a statement no lines, its presence says that it ran."""


@contextmanager
def noted(root: Path, files: list[str]) -> Iterator[Reached]:
    """What of these files runs inside the block."""
    reached: Reached = {}
    code = {str(root / file): file for file in files if file.endswith(".py")}
    statements = {_words((root / file).read_text()): file for file in files if file.endswith(".sql")}
    cursor: Any = CursorWrapper
    plain = cursor._execute_with_wrappers

    def step(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            reached[code[frame.f_code.co_filename]].add(frame.f_lineno)
        return step

    def enter(frame: FrameType, event: str, argument: Any) -> Any:
        file = code.get(frame.f_code.co_filename)
        if file is None:
            return None
        reached.setdefault(file, set())
        return step(frame, event, argument)

    cursor._execute_with_wrappers = _noting(plain, statements, reached)
    threading.settrace(enter)
    sys.settrace(enter)
    try:
        yield reached
    finally:
        sys.settrace(None)
        threading.settrace(None)
        cursor._execute_with_wrappers = plain


def _noting(plain: Any, statements: Mapping[str, str], reached: Reached) -> Any:
    def execute(self: CursorWrapper, sql: Any, *args: Any, **options: Any) -> Any:
        if file := statements.get(_words(str(sql))):
            reached.setdefault(file, set())
        return plain(self, sql, *args, **options)

    return execute


def _words(sql: str) -> str:
    """The same for a statement with its comments and indents and without: some are sent bare."""
    return " ".join(
        word for line in sql.splitlines() if not line.lstrip().startswith("--") for word in line.split()
    )

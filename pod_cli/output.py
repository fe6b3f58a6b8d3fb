"""The only place that prints: plain sentences for people, or one JSON document for programs."""

from __future__ import annotations

import getpass
import json
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

import click

from pod_cli.live import Bar, LiveLine
from pod_cli.problems import Problem

if TYPE_CHECKING:
    from rich.console import Console

PROMPT = "❯"
WIDEST_TEXT = 100
PIPED_TABLE_WIDTH = 100
LICENSE_KEY = re.compile(r"pod_live_[0-9A-Za-z]+")
# Words of the service, and file names, must not be able to steer the terminal.
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Column:
    title: str
    is_number: bool = False
    may_wrap: bool = False


class Screen:
    """Where a command's words go. With ``as_json`` nothing is printed but the final document."""

    def __init__(self, *, as_json: bool = False) -> None:
        self.as_json = as_json
        self._console_in_use: Console | None = None

    @property
    def is_interactive(self) -> bool:
        """There is a person who can be asked."""
        return not self.as_json and sys.stdin.isatty() and sys.stdout.isatty()

    @property
    def is_live(self) -> bool:
        """Lines can be redrawn in place."""
        return not self.as_json and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"

    def say(self, text: str = "", *, bold: bool = False) -> None:
        if self.as_json:
            return
        if self._console_in_use is not None:
            from rich.text import Text

            self._console_in_use.print(Text(clean(text)))
        else:
            _write(text, sys.stdout, bold=bold)

    def problem(self, problem: Problem) -> None:
        """Say what went wrong, and that it cost nothing where that is known."""
        if self.as_json:
            self.document(problem.document)
            return
        for line in _told(problem.document):
            _write(line, sys.stderr)

    def document(self, document: dict[str, Any]) -> None:
        if self.as_json:
            click.echo(LICENSE_KEY.sub("pod_live_…", json.dumps(document, indent=2, ensure_ascii=False)))

    def verbatim(self, text: str) -> None:
        """Words for a program, byte for byte; on a terminal without what could steer it."""
        is_terminal = sys.stdout.isatty()
        click.echo(clean(text) if is_terminal else text.encode(), nl=False)

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        if self.as_json:
            return
        from rich import box
        from rich.table import Table

        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False, header_style="bold")
        for column in columns:
            justify = "right" if column.is_number else "left"
            table.add_column(column.title, justify=justify, no_wrap=not column.may_wrap)  # type: ignore[arg-type]
        for row in rows:
            table.add_row(*(clean(cell) for cell in row))
        _console().print(table)

    def ask(self, question: str) -> str:
        """One line from the person. Raises ``EOFError`` when they leave with Ctrl-D."""
        with suppress(ImportError):
            import readline  # noqa: F401  importing it gives input() arrow keys and editing
        return input(f"{clean(question)} ").strip()

    def ask_hidden(self, question: str) -> str:
        """A line that is not shown while it is typed; read from a pipe when there is no terminal."""
        return getpass.getpass(f"{question} ") if sys.stdin.isatty() else sys.stdin.readline()

    @contextmanager
    def live(self) -> Iterator[LiveLine]:
        if not self.is_live:
            yield LiveLine(redraw=None, say=self.say)
            return
        from rich.text import Text

        self._console_in_use = _console()
        try:
            with self._console_in_use.status("") as status:
                yield LiveLine(redraw=lambda text: status.update(Text(clean(text))), say=self.say)
        finally:
            self._console_in_use = None

    @contextmanager
    def bar(self, label: str, *, total: int) -> Iterator[Bar]:
        if not self.is_live:
            yield Bar(None)
            return
        from rich import progress
        from rich.table import Column as BarColumn

        columns = (
            progress.TextColumn("{task.description}", markup=False, table_column=BarColumn(no_wrap=True)),
            progress.BarColumn(bar_width=None),
            progress.DownloadColumn(binary_units=True),
        )
        with progress.Progress(*columns, console=_console(), transient=True) as shown:
            task = shown.add_task(clean(label), total=total)
            yield Bar(lambda done: shown.update(task, completed=done))


def clean(text: str) -> str:
    """Text that is safe to print: no license key, no control characters."""
    return CONTROL_CHARACTERS.sub("", LICENSE_KEY.sub("pod_live_…", text))


def _told(document: dict[str, Any]) -> Iterator[str]:
    detail = str(document["detail"])
    yield detail
    for name, sentences in (document.get("fields") or {}).items():
        yield from (f"  {name}: {sentence}" for sentence in sentences)
    if examples := document.get("examples"):
        yield "Try for example:"
        yield from (f"  {example}" for example in examples)
    if document.get("spent_nothing") and "othing was spent" not in detail:
        yield "Nothing was spent."


def _write(text: str, stream: TextIO, *, bold: bool = False) -> None:
    if not stream.isatty():
        click.echo(clean(text), file=stream)
        return
    lines = "\n".join(_wrapped(line) for line in clean(text).split("\n"))
    in_color = bold and "NO_COLOR" not in os.environ
    click.echo(click.style(lines, bold=True) if in_color else lines, file=stream)


def _wrapped(line: str) -> str:
    """A long line broken at words, what follows set in as far as the line itself."""
    width = min(shutil.get_terminal_size().columns, WIDEST_TEXT)
    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.fill(
        line,
        width,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=False,
    )


def _console() -> Console:
    from rich.console import Console

    width = None if sys.stdout.isatty() else PIPED_TABLE_WIDTH
    return Console(width=width, highlight=False, markup=False, emoji=False)

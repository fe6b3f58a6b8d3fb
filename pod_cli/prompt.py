"""The studio that ``pod`` alone opens: a prompt for the same commands as in the shell."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pod_cli import license_keys, settings, table
from pod_cli.exit_codes import ExitCode
from pod_cli.output import PROMPT, Screen

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession

    from pod_cli.studio_view import StudioView

WELCOME = "Welcome to pod. Type an idea after produce, or help. Nothing is spent without your yes."
TOOLBAR_REFRESH_SECONDS = 0.5
Run = Callable[[Sequence[str]], ExitCode]


def open_studio(run: Run) -> ExitCode:
    """Read and run lines until the person leaves; without a terminal, until the lines end."""
    return _at_a_terminal(run) if sys.stdin.isatty() and sys.stdout.isatty() else _from_a_pipe(run)


def words_of(line: str) -> list[str]:
    """The line's words, quotes respected; an apostrophe in plain words is no quote."""
    try:
        return shlex.split(line)
    except ValueError:
        return line.split()


def _from_a_pipe(run: Run) -> ExitCode:
    """Run each line; the last one that did not go well is how the whole ends."""
    ended = ExitCode.OK
    for line in sys.stdin:
        words = words_of(line)
        if words and _leaves(words):
            break
        if words:
            ended = run(words) or ended
    return ended


def _at_a_terminal(run: Run) -> ExitCode:
    from pod_cli.studio_view import StudioView

    screen = Screen()
    screen.say(WELCOME)
    view = StudioView()
    session = _prompt_session(view)
    while True:
        view.refresh_soon()
        try:
            words = words_of(session.prompt(f"{PROMPT} "))
        except KeyboardInterrupt:
            continue
        except EOFError:
            words = ["quit"]
        if words:
            run(words)
        if words and _leaves(words):
            return ExitCode.OK


def _leaves(words: Sequence[str]) -> bool:
    entry = table.find(words[0])
    return entry is not None and entry.name == "quit"


def _prompt_session(view: StudioView) -> PromptSession[str]:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory

    from pod_cli.completion import StudioCompleter

    class KeylessHistory(FileHistory):
        """The person's lines, but never one with a license key in it."""

        def store_string(self, string: str) -> None:
            if license_keys.PREFIX not in string:
                super().store_string(string)

    home = settings.read().home
    home.mkdir(parents=True, exist_ok=True)
    return PromptSession(
        history=KeylessHistory(str(home / ".history")),
        completer=StudioCompleter(view),
        bottom_toolbar=view.toolbar,
        complete_while_typing=False,
        refresh_interval=TOOLBAR_REFRESH_SECONDS,
    )

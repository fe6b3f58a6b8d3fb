"""Ctrl-C, a closed terminal and a polite kill all mean: stop everything, in order."""

import os
import signal
import sys


class Interruption:
    """Remembers the first such signal instead of breaking into whatever runs; loops ask for it."""

    def __init__(self) -> None:
        self.signal: signal.Signals | None = None
        self._has_terminal = sys.stdin.isatty()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def __bool__(self) -> bool:
        # make does not pass on the hang-up that it alone is told of when it leads the session.
        if self._has_terminal and not os.isatty(sys.stdin.fileno()):
            self.signal = self.signal or signal.SIGHUP
        return self.signal is not None

    @property
    def exit_code(self) -> int:
        """As shells count it: 130 for Ctrl-C; 0 without an interruption."""
        return 128 + self.signal if self.signal else 0

    def _note(self, number: int, _frame: object) -> None:
        self.signal = self.signal or signal.Signals(number)

"""Things that change in place while the person watches: a line, and a bar for arriving bytes."""

from __future__ import annotations

from collections.abc import Callable


class LiveLine:
    """Redrawn in place where it can be, else one plain line for each change worth a line."""

    def __init__(self, *, redraw: Callable[[str], None] | None, say: Callable[[str], None]) -> None:
        self._redraw = redraw
        self._say = say
        self._last: object = None

    def update(self, text: str, *, change: object) -> None:
        """Show ``text``; ``change`` is what must differ for a line of its own on a pipe."""
        if self._redraw is not None:
            self._redraw(text)
        elif change != self._last:
            self._say(text)
        self._last = change


class Bar:
    def __init__(self, move: Callable[[int], None] | None) -> None:
        self._move = move

    def at(self, done: int) -> None:
        """``done`` bytes are here."""
        if self._move is not None:
            self._move(done)

"""Where a provider key was seen that should be seen nowhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.canary import marks


@dataclass(frozen=True, slots=True)
class Finding:
    channel: str
    place: str

    def __str__(self) -> str:
        return f"a provider key in {self.channel}: {marks.hidden(self.place)}"


_found: list[Finding] = []


def look(channel: str, place: str, told: str | bytes) -> None:
    """Note it if a key is in there."""
    if marks.is_in(told):
        _found.append(Finding(channel, place))


def any_yet() -> bool:
    return bool(_found)


def take() -> list[Finding]:
    """What was found since the last time."""
    taken = list(_found)
    _found.clear()
    return taken


@contextmanager
def planted() -> Iterator[list[Finding]]:
    """What is found in here was put there by a test, which gets the list at the end and need not fail."""
    before, found = take(), list[Finding]()
    try:
        yield found
    finally:
        found += take()
        _found.extend(before)

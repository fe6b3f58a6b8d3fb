"""Waiting for what happens elsewhere."""

import time
from collections.abc import Callable

PATIENCE_SECONDS = 120.0


def until(happens: Callable[[], object], *, within: float = PATIENCE_SECONDS) -> None:
    """Wait for something to happen; fail when it does not."""
    deadline = time.monotonic() + within
    while not happens():
        assert time.monotonic() < deadline, f"it did not happen in {within:.0f} seconds"
        time.sleep(0.1)

"""How many tasks may start: a sliding window, and what is over it is dropped, not queued (kie/api.md 2.5)."""

import time
from collections import deque

from sandbox.settings import Settings

from .refused import TOO_FAST, Refused


class StartWindow:
    """The moments of the last starts, compared with the settings in force now."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._starts: deque[float] = deque()

    def admit(self) -> None:
        """Count one start, or refuse it with 429."""
        now = time.monotonic()
        while self._starts and self._starts[0] <= now - self._settings.window_seconds:
            self._starts.popleft()
        if len(self._starts) >= self._settings.starts:
            raise Refused(429, TOO_FAST)
        self._starts.append(now)

"""How many requests a sliding window takes; what is over it is dropped, not queued (kie/api.md 2.2, 2.5)."""

import time
from collections import deque

from .refused import TOO_FAST, Refused


class Window:
    """The moments of the last requests: those let in, and all of them, for the most ever seen at once."""

    def __init__(self) -> None:
        self.refused = 0
        self.highest = 0
        self._let_in: deque[float] = deque()
        self._seen: deque[float] = deque()

    def admit(self, *, most: int, seconds: float) -> None:
        """Count one request, or refuse it with 429 when `most` were let in within the last `seconds`."""
        now = time.monotonic()
        self._seen.append(now)
        for moments in (self._let_in, self._seen):
            while moments and moments[0] <= now - seconds:
                moments.popleft()
        self.highest = max(self.highest, len(self._seen))
        if len(self._let_in) >= most:
            self.refused += 1
            raise Refused(429, TOO_FAST)
        self._let_in.append(now)

"""Surviving a lost connection: told once, then tried again until the service is back."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from pod_cli.output import Screen
from pod_cli.problems import Unreachable

PATIENCE_SECONDS = 30 * 60
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 15.0

Result = TypeVar("Result")


def insist(screen: Screen, call: Callable[[], Result]) -> Result:
    """Repeat a call that is safe to repeat; ``Unreachable`` after half an hour of silence."""
    lost_at: float | None = None
    pause = FIRST_PAUSE_SECONDS
    while True:
        try:
            result = call()
        except Unreachable:
            now = time.monotonic()
            if lost_at is None:
                screen.say("The connection is lost; what you started goes on in the cloud. Trying again…")
                lost_at = now
            if now - lost_at > PATIENCE_SECONDS:
                raise
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        else:
            if lost_at is not None:
                screen.say("Connected again.")
            return result

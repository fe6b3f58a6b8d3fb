"""The live line: watching a film until it needs a person or is done."""

from __future__ import annotations

import time

from pod_cli import films, wording
from pod_cli.patience import insist
from pod_cli.session import Session
from pod_cli.wire import Progress

# Right after an answer the next gate often opens at once; a long shoot is looked at every second.
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 1.0


def until_settled(session: Session, name: str) -> Progress:
    """Show the live line while pod works; returns as soon as it waits, pauses, stops or finishes."""
    pause = FIRST_PAUSE_SECONDS

    def look() -> Progress:
        progress: Progress = session.client.get(films.route(name, "progress"))
        return progress

    with session.screen.live() as line:
        while True:
            progress = insist(session.screen, look)
            for notice in progress["notices"]:
                if (mark := (notice["code"], notice["at"])) not in session.told:
                    session.told.add(mark)
                    session.screen.say(notice["text"])
            if progress["state"] != "working":
                return progress
            line.update(live_text(progress), change=_change(progress))
            time.sleep(pause)
            pause = min(pause * 1.5, LONGEST_PAUSE_SECONDS)


def live_text(progress: Progress) -> str:
    """``clips 7/18 · 04:12 in · 412 credits spent · ~598 to go``."""
    counted = f"{progress['stage']} {progress['done']}/{progress['total']}"
    to_go = progress["to_go"]
    parts = [
        counted if progress["total"] else progress["doing"] or progress["stage"],
        f"{wording.clock(progress['elapsed_seconds'])} in",
        f"{wording.credits(progress['spent'])} spent",
    ]
    if to_go is not None and wording.amount(to_go) != "0":
        parts.append(f"~{wording.amount(to_go)} to go")
    return " · ".join(parts)


def _change(progress: Progress) -> tuple[object, ...]:
    """What makes a new line on a pipe: everything but the clock."""
    return progress["stage"], progress["doing"], progress["done"], progress["total"], progress["spent"]

"""``pod status``: where a film stands, what it spent, and what it waits for."""

from __future__ import annotations

from collections.abc import Iterator

from pod_cli import films, options, table, wording
from pod_cli.session import Answer, Session
from pod_cli.wire import Film


@table.declare("status")
@options.film
def command(session: Session, name: str | None) -> Answer:
    film = films.chosen(session, name)
    for line in _told(film):
        session.screen.say(line)
    return Answer({"film": film})


def _told(film: Film) -> Iterator[str]:
    yield f"{film['name']}: {film['state']}, stage {film['stage_number']} of 10 ({film['stage']})."
    held = wording.amount(film["held"])
    yield f"{wording.credits(film['spent'])} spent" + (
        f", {held} set aside for work under way." if held != "0" else "."
    )
    if film["budget"] is not None:
        yield f"Budget: {wording.credits(film['budget'])}."
    if film["waits_for"]:
        yield f"Waits for: {film['waits_for']}"
    if film["state"] in {"waiting", "paused", "stopped"}:
        yield f"Nothing is spent while it waits. Go on with: pod resume {film['name']}"
    for notice in film["notices"]:
        yield f"Note: {notice['text']}"

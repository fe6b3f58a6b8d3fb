"""``pod shots``: the shot map with timecodes."""

from __future__ import annotations

from pod_cli import films, options, shot_map, table
from pod_cli.session import Answer, Session


@table.declare("shots")
@options.film
def command(session: Session, name: str | None) -> Answer:
    film = films.chosen(session, name)
    found = session.client.get(films.route(film["name"], "shots"))
    if found["shots"]:
        shot_map.show(session.screen, found["shots"])
    else:
        session.screen.say("The shots are not planned yet.")
    return Answer({"film": film["name"], **found})

"""``pod resume``: go on from the exact checkpoint, and answer what waits."""

from __future__ import annotations

from pod_cli import films, journey, options, table
from pod_cli.session import Answer, Session


@table.declare("resume")
@options.film
@options.budget
def command(session: Session, name: str | None, budget: str | None) -> Answer:
    film = films.chosen(session, name, unfinished_first=True)
    # A film may have finished in the cloud while nobody watched; then it only has to be brought home.
    if film["state"] != "finished":
        film = session.client.post(films.route(film["name"], "resume"), {"budget": budget})
        session.screen.say("Going on from where it stopped. What is paid for is not ordered again.")
    return journey.travel(session, film["name"])

"""``pod resume``: go on from the exact checkpoint, and answer what waits."""

from __future__ import annotations

from pod_cli import films, journey, options, table
from pod_cli.session import Answer, Session


@table.declare("resume")
@options.film
@options.budget
@options.without_doubtful
def command(session: Session, name: str | None, budget: str | None, without_doubtful: bool) -> Answer:
    film = films.chosen(session, name, unfinished_first=True)
    # A film may have finished in the cloud while nobody watched; then it only has to be brought home.
    if film["state"] != "finished":
        wish = {"budget": budget} | ({"without_doubtful": True} if without_doubtful else {})
        film = session.client.post(films.route(film["name"], "resume"), wish)
        session.screen.say("Going on from where it stopped. What is paid for is not ordered again.")
    return journey.travel(session, film["name"])

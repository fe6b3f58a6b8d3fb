"""``pod revoke``: take back what was approved and is not ordered yet."""

from __future__ import annotations

from pod_cli import films, options, table
from pod_cli.session import Answer, Session
from pod_cli.wire import Film


@table.declare("revoke")
@options.film
def command(session: Session, name: str | None) -> Answer:
    chosen = films.chosen(session, name, unfinished_first=True)
    film: Film = session.client.post(films.route(chosen["name"], "revoke"), {})
    session.screen.say(film["waits_for"] or "Nothing was approved that could be taken back.")
    session.screen.say("Nothing was spent by this.")
    return Answer({**film})

"""``pod download``: bring a film's folders to this computer."""

from __future__ import annotations

from pod_cli import delivery, download, films, options, table
from pod_cli.patience import insist
from pod_cli.session import Answer, Session


@table.declare("download")
@options.film
def command(session: Session, name: str | None) -> Answer:
    film = films.chosen(session, name)["name"]
    brought = insist(session.screen, lambda: download.bring(session, film))
    session.screen.say(f"{film} is here, whole and checked; downloads are free.")
    session.screen.say(str(brought.film or brought.folder))
    return Answer({"film": film, **delivery.as_document(brought)})

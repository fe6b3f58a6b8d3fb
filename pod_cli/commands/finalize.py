"""``pod finalize``: master a drafts-only film, price first."""

from __future__ import annotations

import click

from pod_cli import films, journey, options, table
from pod_cli.session import Answer, Session
from pod_cli.wire import Film


@table.declare("finalize")
@options.film
@click.option("--yes", is_flag=True, help="Approve the masters' bill in advance.")
def command(session: Session, name: str | None, yes: bool) -> Answer:
    before = films.chosen(session, name)
    name = before["name"]
    film: Film = session.client.post(films.route(name, "finalize"), {"yes": True} if yes else {})
    for sentence in film["told"][len(before["told"]) :]:
        session.screen.say(sentence)
    return journey.travel(session, name)

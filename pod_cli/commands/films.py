"""``pod films``: all films of the studio."""

from __future__ import annotations

from pod_cli import films, table, wording
from pod_cli.output import Column
from pod_cli.session import Answer, Session
from pod_cli.wire import Film

COLUMNS = (
    Column("film", may_wrap=True),
    Column("state"),
    Column("stage"),
    Column("length", is_number=True),
    Column("credits", is_number=True),
)


@table.declare("films")
def command(session: Session) -> Answer:
    found = films.every(session)
    if found:
        session.screen.table(COLUMNS, [_row(film) for film in found])
    else:
        session.screen.say('No film yet. Start one with: pod produce "two robots fall in love at a bus stop"')
    return Answer({"films": found})


def _row(film: Film) -> tuple[str, ...]:
    seconds = film["duration_seconds"]
    return (
        film["name"],
        film["state"],
        f"{film['stage']} {film['stage_number']}/10",
        wording.clock(seconds) if seconds is not None else "-",
        wording.amount(film["spent"]),
    )

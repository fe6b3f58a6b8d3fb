"""``pod edit``: a new cut from footage that exists; free, always."""

from __future__ import annotations

import time

import click

from pod_cli import delivery, download, films, problems, table
from pod_cli.patience import insist
from pod_cli.session import Answer, Session
from pod_cli.wire import Cut

PAUSE_SECONDS = 0.5


@table.declare("edit")
@click.argument("words", metavar='[FILM] "NOTE"', nargs=-1, required=True)
def command(session: Session, words: tuple[str, ...]) -> Answer:
    """One word group is the note for the most recent film; of several the first is the film."""
    film = films.chosen(session, words[0] if len(words) > 1 else None)
    note = " ".join(words[1:] or words)
    name, screen = film["name"], session.screen
    edit = session.client.post(films.route(name, "edits"), {"note": note})
    for sentence in edit["understood"]:
        screen.say(f"  {sentence}")
    screen.say("A new cut from the footage you have. Edits are free, always.")
    cut = _awaited(session, name, edit["cut"])
    brought = insist(screen, lambda: download.bring(session, name))
    screen.say()
    screen.say(f"Cut {cut['number']} is ready; the older cuts stay.", bold=True)
    screen.say(str(brought.folder / cut["path"] if cut["path"] else brought.film))
    return Answer({**edit, "made": cut, **delivery.as_document(brought)})


def _awaited(session: Session, name: str, number: int) -> Cut:
    def look() -> Cut | None:
        cuts: list[Cut] = session.client.get(films.route(name, "cuts"))["cuts"]
        return next((cut for cut in cuts if cut["number"] == number), None)

    with session.screen.live() as line:
        while True:
            cut = insist(session.screen, look)
            if cut is not None and cut["state"] == "ready":
                return cut
            if cut is not None and cut["state"] == "failed":
                raise problems.local(
                    "cut_failed",
                    "The new cut could not be made; the older cuts are untouched. Nothing was spent.",
                )
            line.update(f"cutting {name}, cut {number}…", change=number)
            time.sleep(PAUSE_SECONDS)

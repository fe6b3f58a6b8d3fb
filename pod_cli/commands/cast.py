"""``pod cast``: the casting and the price preview, for about one credit; nothing else happens."""

from __future__ import annotations

import time
from typing import Any

import click

from pod_cli import problems, table, wording
from pod_cli.exit_codes import ExitCode
from pod_cli.patience import insist
from pod_cli.session import Answer, Session

PAUSE_SECONDS = 0.5
ENDED = {"done", "failed", "in_doubt"}


@table.declare("cast")
@click.argument("idea", nargs=-1, required=True)
def command(session: Session, idea: tuple[str, ...]) -> Answer:
    casting = session.client.post("castings", {"idea": " ".join(idea)})
    session.screen.say(f"Casting costs about 1 credit, never more than {wording.amount(casting['ceiling'])}.")
    casting = _awaited(session, casting)
    if casting["state"] != "done":
        detail = casting["detail"] or "The casting did not work out. Please try again."
        raise problems.local("casting_" + casting["state"], detail, ExitCode.ERROR, casting=casting)
    _show(session, casting)
    return Answer(casting)


def _awaited(session: Session, casting: dict[str, Any]) -> dict[str, Any]:
    path = f"castings/{casting['id']}"
    with session.screen.live() as line:
        while casting["state"] not in ENDED:
            line.update("looking for the right engines…", change="casting")
            time.sleep(PAUSE_SECONDS)
            casting = insist(session.screen, lambda: session.client.get(path))
    return casting


def _show(session: Session, casting: dict[str, Any]) -> None:
    screen, engines, estimate = session.screen, casting["casting"], casting["estimate"]
    screen.say(f"Hero shots: {engines['hero_engine']}")
    screen.say(f"Clips:      {engines['clips_engine']}")
    screen.say(f"Stills:     {engines['stills_engine']}")
    screen.say(engines["reason"])
    if estimate is not None:
        screen.say(
            f"A film of {wording.counted(estimate['shots'], 'shot')} would cost about "
            f"{wording.credits(estimate['total'])}; "
            f"as drafts only about {wording.credits(estimate['drafts_only_total'])}."
        )
    screen.say(f"{wording.credits(casting['spent'])} spent on this casting; nothing else was bought.")

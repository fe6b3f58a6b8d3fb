"""``pod produce``: start a film and follow it to the finished MP4."""

from __future__ import annotations

import click

from pod_cli import journey, options, table
from pod_cli.output import PROMPT
from pod_cli.session import Answer, Session
from pod_cli.wire import Film

HOW_TO_WORK = "How shall we work? Enter = steer · a = autopilot"
MODES = {"": "steer", "steer": "steer", "a": "auto", "auto": "auto"}


@table.declare("produce")
@click.argument("idea", nargs=-1, required=True)
@click.option("--drafts-only", is_flag=True, help="The whole film as cheap 480p drafts; finalize later.")
@options.budget
@click.option("--auto", "mode", flag_value="auto", help="Autopilot: only the cost gate waits for you.")
@click.option("--steer", "mode", flag_value="steer", help="Every gate waits for you.")
@click.option("--yes", is_flag=True, help="With --auto: approve the bill in advance, up to the budget.")
@click.option("--duration", "duration_seconds", type=click.IntRange(min=1), help="Length in seconds.")
@options.aspect
@click.option("--language", help="Of what is spoken, for example telugu.")
@options.resolution
@click.option("--name", help="A short name; otherwise made from the idea.")
def command(
    session: Session, idea: tuple[str, ...], mode: str | None, yes: bool, **wishes: str | int | bool | None
) -> Answer:
    preapprove = yes and mode == "auto"
    if yes and not preapprove:
        session.screen.say(
            "--yes alone does not skip the bill; you will be asked. (--auto --yes approves in advance.)"
        )
    chosen = mode or (_asked(session) if session.screen.is_interactive else "steer")
    body = {"idea": " ".join(idea), "mode": chosen, "preapprove": preapprove, **wishes}
    film: Film = session.client.post("films", body)
    session.screen.say(f"{film['name']} has started. Nothing is bought before you approved its price.")
    for sentence in film["told"]:
        session.screen.say(sentence)
    session.screen.say("Ctrl-C leaves it running in the cloud.")
    return journey.travel(session, film["name"])


def _asked(session: Session) -> str:
    while True:
        mode = MODES.get(session.screen.ask(f"{HOW_TO_WORK} {PROMPT}").lower())
        if mode is not None:
            return mode
        session.screen.say("Please type Enter or a. Nothing is spent by choosing.")

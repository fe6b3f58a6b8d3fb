"""``pod help``: the overview, or one command explained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

import click

from pod_cli import problems, table
from pod_cli.exit_codes import ExitCode
from pod_cli.session import Answer, Session


@table.declare("help")
@click.argument("about", metavar="[COMMAND]", required=False)
def command(session: Session, about: str | None) -> Answer:
    if about is None:
        for line in overview():
            session.screen.say(line)
        return everything()
    entry = table.find(about)
    if entry is None:
        raise problems.local("not_a_command", f'"{about}" is not a command I know.', ExitCode.USAGE)
    for line in explained(entry):
        session.screen.say(line)
    return Answer({"command": asdict(entry)})


def overview() -> Iterator[str]:
    yield "pod makes films. It never spends credits without showing you the bill first."
    yield ""
    for entry in table.COMMANDS:
        yield f"  {entry.usage:<24}{entry.help}"
    yield ""
    yield "pod alone opens the studio; pod help <command> explains one command."


def explained(entry: table.Entry) -> Iterator[str]:
    yield f"pod {entry.usage}"
    yield f"  {entry.help}"
    yield f"  Credits: {entry.cost}."
    yield f"  Example: {entry.example}"
    if entry.aliases:
        yield f"  Also understood: {', '.join(entry.aliases)}"
    yield f"  All options: pod {entry.name} --help"


def everything() -> Answer:
    return Answer({"commands": [asdict(entry) for entry in table.COMMANDS]})

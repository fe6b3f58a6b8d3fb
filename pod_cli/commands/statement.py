"""``pod statement``: where a month's credits went, on the screen or as a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import click

from pod_cli import csv_files, options, problems, table, wording
from pod_cli.exit_codes import ExitCode
from pod_cli.output import Column
from pod_cli.session import Answer, Session
from pod_cli.wire import Statement, StatementLine, StatementTopUp, StatementTotal

ROUTE = "statement"
TO_SCREEN = "-"
COLUMNS = (
    Column("film", may_wrap=True),
    Column("what", may_wrap=True),
    Column("tier"),
    Column("engine", may_wrap=True),
    Column("outcome"),
    Column("spent", is_number=True),
    Column("set aside", is_number=True),
)
LICENSES = (Column("license"), Column("spent", is_number=True), Column("set aside", is_number=True))


@table.declare("statement")
@options.month
@click.option("--csv", "place", metavar="FILE", help="Write a spreadsheet there; - prints it.")
def command(session: Session, month: str | None, place: str | None) -> Answer:
    if place is not None:
        return _as_sheet(session, month, place)
    statement: Statement = session.client.get(ROUTE, month=month)
    screen = session.screen
    if statement["lines"]:
        screen.table(COLUMNS, [row for film in statement["by_film"] for row in _rows_of(film, statement)])
    if len(statement["by_license"]) > 1:
        screen.table(LICENSES, [(one["name"], *_amounts(one)) for one in statement["by_license"]])
    for line in _told(statement):
        screen.say(line)
    return Answer({**statement})


def _as_sheet(session: Session, month: str | None, place: str) -> Answer:
    if place == TO_SCREEN:
        if session.screen.as_json:
            raise problems.local(
                "usage", "--csv - and --json both print: choose one of them.", ExitCode.USAGE
            )
        session.screen.verbatim(session.client.text(ROUTE, month=month, format="csv"))
        return Answer({})
    path = Path(place).expanduser()
    may_replace = csv_files.ask_before_replacing(session.screen, path)
    csv_files.write(path, session.client.text(ROUTE, month=month, format="csv"), may_replace=may_replace)
    session.screen.say("The statement is here; asking for it is free.")
    session.screen.say(str(path))
    return Answer({"csv": str(path)})


def _rows_of(film: StatementTotal, statement: Statement) -> list[tuple[str, ...]]:
    """The film's lines, and what they come to; its name stands once."""
    lines = [line for line in statement["lines"] if line["film_id"] == film["id"]]
    names = [film["name"], *[""] * (len(lines) - 1)]
    subtotal = ("", "in all", "", "", "", *_amounts(film))
    return [*(_row(name, line) for name, line in zip(names, lines, strict=True)), subtotal]


def _row(film: str, line: StatementLine) -> tuple[str, ...]:
    outcome = line["outcome"].replace("_", " ")
    return film, line["name"], line["tier"], line["engine"], outcome, *_amounts(line)


def _amounts(of: StatementLine | StatementTotal) -> tuple[str, str]:
    """What was spent, and what is set aside where anything is."""
    held = wording.amount(of["held"])
    return wording.amount(of["spent"]), "" if held == "0" else held


def _told(statement: Statement) -> list[str]:
    month, spent = wording.month(statement["month"]), wording.credits(statement["spent"])
    if not statement["lines"]:
        return [f"Nothing was ordered in {month}: {spent} spent."]
    if statement["ceiling"] is None or statement["left"] is None:
        lines = [f"{month}: {spent} spent. Your studio has no monthly cap."]
    else:
        of, left = wording.amount(statement["ceiling"]), wording.amount(statement["left"])
        lines = [f"{month}: {wording.amount(statement['spent'])} of {of} credits spent, {left} left."]
    if wording.amount(statement["held"]) != "0":
        lines.append(f"{wording.credits(statement['held'])} set aside for footage being made right now.")
    if statement["top_ups"]:
        count = wording.counted(len(statement["top_ups"]), "top-up")
        lines.append(f"{count} raised this month: {', '.join(map(_raised, statement['top_ups']))}.")
    return lines


def _raised(top_up: StatementTopUp) -> str:
    ended = " (ended)" if top_up["has_ended"] else ""
    return f"{wording.credits(top_up['amount'])}{ended}"

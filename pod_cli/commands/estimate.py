"""``pod estimate``: what a film of a length would cost, one row for each casting."""

from __future__ import annotations

import click

from pod_cli import options, table, wording
from pod_cli.output import Column
from pod_cli.session import Answer, Session
from pod_cli.wire import Option

COLUMNS = (
    Column("clips by", may_wrap=True),
    Column("stills by", may_wrap=True),
    Column("shots", is_number=True),
    Column("stills", is_number=True),
    Column("drafts", is_number=True),
    Column("masters", is_number=True),
    Column("drafts only", is_number=True),
    Column("total", is_number=True),
)


@table.declare("estimate")
@click.option(
    "--runtime",
    "--duration",
    "runtime",
    type=click.IntRange(min=1),
    required=True,
    help="The film's length in seconds.",
)
@options.aspect
@options.resolution
def command(session: Session, runtime: int, aspect: str | None, resolution: str | None) -> Answer:
    preview = session.client.get("estimates", runtime=runtime, aspect=aspect, resolution=resolution)
    screen = session.screen
    shape = f"{preview['aspect']}, {preview['resolution']}"
    screen.say(
        f"What a film of {wording.clock(preview['runtime_seconds'])} would cost ({shape}), in credits:"
    )
    screen.table(COLUMNS, [row(option) for option in preview["options"]])
    screen.say("This preview is free. The exact bill is shown before anything is bought.")
    return Answer(preview)


def row(option: Option) -> tuple[str, ...]:
    amounts = (
        option["stills_total"],
        option["drafts_total"],
        option["masters_total"],
        option["drafts_only_total"],
        option["total"],
    )
    return option["clips"], option["stills"], str(option["shots"]), *map(wording.amount, amounts)

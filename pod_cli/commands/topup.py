"""``pod topup``: more credits for this month, or what became of the ones asked for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from pod_cli import options, table, wording
from pod_cli.output import Column
from pod_cli.session import Answer, Session

COLUMNS = (
    Column("asked"),
    Column("credits", is_number=True),
    Column("state"),
    Column("what for", may_wrap=True),
)


@table.declare("topup")
@click.argument("amount", required=False, type=options.Amount())
@click.option("--reason", help="What the credits are for; everybody concerned sees it.")
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]), help="The raise ends by itself then."
)
def command(session: Session, amount: str | None, reason: str | None, until: datetime | None) -> Answer:
    if amount is None:
        return _listed(session)
    if not (reason or "").strip():
        raise click.UsageError('Say what the credits are for: pod topup 500 --reason "reshoots".')
    expires_at = until.astimezone().isoformat() if until else None
    top_up = session.client.post("topups", {"amount": amount, "reason": reason, "expires_at": expires_at})
    session.screen.say(_told(top_up))
    return Answer(top_up)


def _listed(session: Session) -> Answer:
    found = session.client.get("topups")
    if not found["results"]:
        session.screen.say('No top-ups yet. Ask for one: pod topup 500 --reason "reshoots".')
    else:
        session.screen.table(
            COLUMNS,
            [
                (wording.day(one["requested_at"]), wording.amount(one["amount"]), one["state"], _why(one))
                for one in found["results"]
            ],
        )
    return Answer(found)


def _told(top_up: dict[str, Any]) -> str:
    amount = wording.credits(top_up["amount"])
    if top_up["state"] != "granted":
        return f"{amount} are more than you may add yourself, so your studio contact was asked. Nothing was spent."
    until = f" until {wording.day(top_up['expires_at'])}" if top_up["expires_at"] else ""
    return f"{amount} added to this month's allowance{until}. Nothing was spent."


def _why(top_up: dict[str, Any]) -> str:
    return f"{top_up['reason']} ({top_up['answer']})" if top_up["answer"] else str(top_up["reason"])

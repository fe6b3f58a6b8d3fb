"""``pod credits``: what is spent, held and left this month, and the balance behind the studio's own key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from pod_cli import options, own_key, table, wording
from pod_cli.session import Answer, Session


@table.declare("credits")
@click.option(
    "--ceiling", type=options.Ceiling(), help="With your own kie.ai key: the most a month may cost, or none."
)
def command(session: Session, ceiling: str | None) -> Answer:
    if ceiling is not None:
        session.client.post("credits/ceiling", {"ceiling": None if ceiling == options.NONE else ceiling})
    allowance = own_key.awaited(session)
    for line in _told(allowance):
        session.screen.say(line)
    return Answer(allowance)


def _told(allowance: dict[str, Any]) -> Iterator[str]:
    if allowance["own_key"] is not None:
        yield own_key.told(allowance["own_key"])
    month = date.fromisoformat(f"{allowance['month']}-01")
    yield f"{month:%B %Y}: {wording.credits(allowance['spent'])} spent."
    if wording.amount(allowance["held"]) != "0":
        yield f"{wording.credits(allowance['held'])} set aside for footage being made right now."
    if allowance["ceiling"] is None or allowance["left"] is None:
        yield "Your studio has no monthly cap."
    else:
        left, ceiling = wording.amount(allowance["left"]), wording.credits(allowance["ceiling"])
        yield f"{left} of {ceiling} left. The allowance renews on {wording.day(allowance['resets_on'])}."
    if allowance["license"] is not None:
        yield _shared(allowance["license"])
    for one in allowance["warnings"]:
        yield f"{one['percent']} % of the month was reached on {wording.day(one['at'])}."
    if (warning := allowance["warning"]) is not None:
        yield _warned(warning, is_own=allowance["own_key"] is not None)


def _shared(share: dict[str, Any]) -> str:
    used = f"{wording.credits(share['spent'])} spent, {wording.amount(share['held'])} set aside"
    if share["left"] is None:
        return f"Your license has no share of its own: {used}."
    return f"Your license's share is {wording.credits(share['ceiling'])}: {used}, {wording.amount(share['left'])} left."


def _warned(percent: int, *, is_own: bool) -> str:
    who = "A studio admin can raise it: pod credits --ceiling N."
    if not is_own:
        whom = "Your studio contact or a studio admin" if percent >= 100 else "Your studio contact"
        who = f"{whom} can top it up."
    if percent >= 100:
        return f"This month's allowance is used up. {who}"
    return f"More than {percent} % of this month's allowance is used. {who}"

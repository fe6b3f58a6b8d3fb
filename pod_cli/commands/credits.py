"""``pod credits``: what is spent, held and left this month."""

from __future__ import annotations

from datetime import date
from typing import Any

from pod_cli import table, wording
from pod_cli.session import Answer, Session


@table.declare("credits")
def command(session: Session) -> Answer:
    allowance = session.client.get("credits")
    for line in _told(allowance):
        session.screen.say(line)
    return Answer(allowance)


def _told(allowance: dict[str, Any]) -> list[str]:
    month = date.fromisoformat(f"{allowance['month']}-01")
    lines = [f"{month:%B %Y}: {wording.credits(allowance['spent'])} spent."]
    if wording.amount(allowance["held"]) != "0":
        lines.append(f"{wording.credits(allowance['held'])} set aside for footage being made right now.")
    if allowance["ceiling"] is None or allowance["left"] is None:
        lines.append("Your studio has no monthly cap.")
    else:
        left, ceiling = wording.amount(allowance["left"]), wording.credits(allowance["ceiling"])
        lines.append(
            f"{left} of {ceiling} left. The allowance renews on {wording.day(allowance['resets_on'])}."
        )
    if (warning := allowance["warning"]) is not None:
        lines.append(_warned(warning))
    return lines


def _warned(percent: int) -> str:
    if percent >= 100:
        return "This month's allowance is used up. Your studio contact or a studio admin can top it up."
    return f"More than {percent} % of this month's allowance is used. Your studio contact can top it up."

"""The bill, to the credit: what each shot costs in each tier, and what is there to pay it."""

from __future__ import annotations

from pod_cli import wording
from pod_cli.output import Column, Screen
from pod_cli.wire import Gate, Quote, QuoteLine

COLUMNS = (
    Column("tier"),
    Column("what"),
    Column("engine", may_wrap=True),
    Column("detail", may_wrap=True),
    Column("credits", is_number=True),
)


def show(screen: Screen, gate: Gate) -> None:
    quote = gate["quote"]
    if quote is None:
        return
    screen.table(COLUMNS, [_row(line) for line in quote["lines"]])
    screen.say(_totals(quote))
    if (left := gate["allowance_left"]) is not None:
        screen.say(f"This month's allowance left: {wording.credits(left)}")
    if (budget := gate["budget"]) is not None:
        screen.say(f"This film's budget: {wording.credits(budget)}")


def _row(line: QuoteLine) -> tuple[str, ...]:
    return line["tier"], line["name"], line["engine"], line["detail"], wording.amount(line["amount"])


def _totals(quote: Quote) -> str:
    tiers = {
        "stills": quote["stills_total"],
        "drafts": quote["drafts_total"],
        "masters": quote["masters_total"],
    }
    parts = [
        f"{tier} {wording.amount(total)}" for tier, total in tiers.items() if wording.amount(total) != "0"
    ]
    return " · ".join([*parts, f"total {wording.credits(quote['total'])}"])

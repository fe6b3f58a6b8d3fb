"""Options that several commands share."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

import click

SMALLEST_AMOUNT = Decimal("0.01")


class Amount(click.ParamType[str]):
    """A positive number of credits, sent with two places."""

    name = "credits"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            exact = Decimal(value)
        except InvalidOperation:
            self.fail(f'"{value}" is not a number of credits.', param, ctx)
        is_payable = (
            exact.is_finite() and exact >= SMALLEST_AMOUNT and exact == exact.quantize(SMALLEST_AMOUNT)
        )
        if not is_payable:
            self.fail(f'"{value}" is not a number of credits (above 0, at most two decimals).', param, ctx)
        return f"{exact:.2f}"


NONE = "none"


class Ceiling(Amount):
    """A number of credits, or the word none."""

    name = "credits|none"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return NONE if value == NONE else super().convert(value, param, ctx)


class Month(click.ParamType[str]):
    """A month of a year, such as 2026-11."""

    name = "month"
    written = re.compile(r"(?!0000)[0-9]{4}-(0[1-9]|1[0-2])")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not self.written.fullmatch(value):
            self.fail(f'"{value}" is not a month, such as 2026-11.', param, ctx)
        return str(value)


film = click.argument("name", metavar="[FILM]", required=False)
aspect = click.option("--aspect", type=click.Choice(["16:9", "9:16", "1:1"]), help="The picture's shape.")
resolution = click.option("--resolution", type=click.Choice(["720p", "1080p", "4k"]), help="Of the masters.")
without_doubtful = click.option(
    "--without-doubtful",
    is_flag=True,
    help="Go on without the takes whose orders may or may not have arrived.",
)
budget = click.option("--budget", type=Amount(), help="Pause before this film spends more than this.")
month = click.option("--month", type=Month(), metavar="YYYY-MM", help="Which month; this one by default.")

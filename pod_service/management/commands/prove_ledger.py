"""Prove the ledger and set it beside what the provider reported."""

from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from billing.services import proof
from core.amounts import text
from rendering import selectors


class Command(BaseCommand):
    help = "Check every equation between caps, holds, entries and approvals; exits non-zero when one does not hold."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", help="only what has moved from this day (UTC) on, such as 2026-11-01")

    def handle(self, *args: Any, **options: Any) -> None:
        broken = 0
        for equation in proof.run(_start_of(options["since"])):
            broken += not equation.is_true
            mark = "ok    " if equation.is_true else "BROKEN"
            self.stdout.write(f"{mark} {equation.says}: {equation.left} = {equation.right}")
        captured, reported = proof.captured_total(), selectors.reported_total()
        owed = reported.orders - reported.variance
        broken += captured != owed
        self.stdout.write(
            f"{'ok    ' if captured == owed else 'BROKEN'} captures = what the provider charged for orders: "
            f"{text(captured)} = {text(owed)}"
        )
        self.stdout.write(
            f"       borne by the service: planning {text(reported.planning)}, "
            f"charges above a bill {text(reported.variance)}"
        )
        if broken:
            raise CommandError(f"{broken} equations do not hold.")
        self.stdout.write("The ledger is proven.")


def _start_of(day: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None
    except ValueError as error:
        raise CommandError("--since is a day, such as 2026-11-01.") from error

"""Prove the ledger and set it beside what the provider reported."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from billing.services import proof
from core.amounts import text
from rendering import selectors


class Command(BaseCommand):
    help = "Check every equation between caps, holds, entries and approvals; exits non-zero when one does not hold."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = 0
        for equation in proof.equations():
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

"""After a restore from a backup: reconcile only, until a person has looked."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rendering.services.ordering import halts, restoring


class Command(BaseCommand):
    help = "restore_mode on: nothing new is ordered, what waited is in doubt · restore_mode off: a person has looked."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("switch", choices=["on", "off"])
        parser.add_argument("--why", default="restored from a backup", help="kept beside the switch")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["switch"] == "on":
            found = restoring.begin(why=options["why"], by="operator")
            self.stdout.write(
                f"Nothing new is ordered. {found.in_doubt} orders are in doubt; {found.films} films were told; "
                f"{found.mandates} approvals given beforehand were taken back. "
                "Next: reconcile, then resolve each order in doubt, then restore_mode off."
            )
            return
        if not halts.is_restoring():
            raise CommandError("Restore mode is not on. Nothing was changed.")
        found = restoring.end()
        self.stdout.write(f"Orders go again. {found.films} films show a bill anew that was approved before.")

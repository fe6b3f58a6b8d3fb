"""Set a studio's monthly cap, a license's share of it, or how much its admins may top up by themselves."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from billing.services import caps
from core import amounts
from core.errors import Problem
from pod_service.management import studio_called


class Command(BaseCommand):
    help = "set_cap SLUG N|none [--license LIC] · set_cap SLUG --top-up-limit N. Takes effect at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("cap", nargs="?", help="credits a month, or none for no cap")
        parser.add_argument("--license", default="", help="a lic_…: its share of the studio's month")
        parser.add_argument(
            "--top-up-limit", help="credits a month that the studio's admins may add themselves"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        studio = studio_called(options["slug"])
        cap, limit = options["cap"], options["top_up_limit"]
        if cap is None and limit is None:
            raise CommandError("Say the cap, or --top-up-limit.")
        try:
            if limit is not None:
                caps.set_top_up_limit(studio.pk, amounts.parse(limit), by="operator")
            if cap is not None:
                ceiling = None if cap == "none" else amounts.parse(cap)
                caps.set_allowance(
                    studio.pk, ceiling, timezone=studio.timezone, license_id=options["license"], by="operator"
                )
        except amounts.NotAnAmount as error:
            raise CommandError(f"That is not a number of credits, such as 5000: {error}.") from error
        except Problem as problem:
            raise CommandError(problem.detail) from problem
        self.stdout.write(f"{studio.slug}: done.")

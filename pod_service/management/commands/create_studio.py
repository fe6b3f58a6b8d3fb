"""Create a studio with a monthly allowance."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from billing.services import caps
from core import amounts
from core.errors import Problem
from studios.services import tenants


class Command(BaseCommand):
    help = "Create a studio: create_studio SLUG [--plan own_key] [--cap N] [--timezone TZ]"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--cap", help="credits a month; without it a managed studio has 0")
        parser.add_argument("--plan", choices=["managed", "own_key"], default="managed")
        parser.add_argument("--timezone", default="UTC")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            # A studio that pays kie.ai itself needs no cap of ours, though it may set itself one.
            is_uncapped = options["plan"] == "own_key" and options["cap"] is None
            ceiling = None if is_uncapped else amounts.parse(options["cap"] or "0")
            with transaction.atomic():
                studio = tenants.create(
                    options["slug"], plan=options["plan"], timezone=options["timezone"], actor="operator"
                )
                caps.set_allowance(studio.pk, ceiling, timezone=studio.timezone)
        except amounts.NotAnAmount as error:
            raise CommandError(f"--cap is a number of credits, such as 5000, not {error}.") from error
        except Problem as problem:
            raise CommandError(problem.detail) from problem
        allowed = "no cap" if ceiling is None else f"{amounts.text(ceiling)} credits a month"
        self.stdout.write(f"{studio.slug}: {allowed}, {studio.timezone}.")

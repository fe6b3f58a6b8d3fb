"""Set how much a studio may have under way at once, and how many turns it gets in a queue."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError

from pod_service.management import studio_called
from studios.models import Quota
from studios.services import quotas


class Command(BaseCommand):
    help = "set_quota SLUG [--films N] [--renders N] [--weight 1-100]. Takes effect at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--films", type=int, help="films under way at once")
        parser.add_argument("--renders", type=int, help="orders at the provider at once")
        parser.add_argument("--weight", type=int, help="turns for each turn of a studio that weighs 1")

    def handle(self, *args: Any, **options: Any) -> None:
        studio = studio_called(options["slug"])
        asked = {
            Quota.Kind.FILMS_IN_FLIGHT: options["films"],
            Quota.Kind.RENDERS_IN_FLIGHT: options["renders"],
        }
        wanted = {kind: most for kind, most in asked.items() if most is not None}
        if not wanted and options["weight"] is None:
            raise CommandError("Say what to set: --films, --renders or --weight.")
        if any(most < 0 for most in wanted.values()):
            raise CommandError("A quota is 0 or more. Nothing was changed.")
        for kind, most in wanted.items():
            quotas.set_most(studio.pk, kind, most, by="operator")
        if options["weight"] is not None:
            try:
                quotas.set_weight(studio.pk, options["weight"], by="operator")
            except IntegrityError as refused:  # studio_weight_in_range
                raise CommandError("A weight is from 1 to 100. It was not changed.") from refused
        self.stdout.write(f"{studio.slug}: done.")

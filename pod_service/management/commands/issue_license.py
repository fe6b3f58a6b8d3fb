"""Issue a license key; stdout has the key and nothing else."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from pod_service.management import studio_called
from studios.models.keys import Role
from studios.services import keys


class Command(BaseCommand):
    help = "Print a new license key for a studio. It is shown this once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--role", choices=Role.values, default=Role.PRODUCER.value)
        parser.add_argument("--label", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        studio = studio_called(options["slug"])
        _, key = keys.issue(studio, role=options["role"], label=options["label"], actor="operator")
        self.stdout.write(key)

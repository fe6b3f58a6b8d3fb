"""The operator's switches: order nothing new at all, from one engine, or for one studio."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pod_service.management import studio_called
from rendering.engines import catalog
from rendering.models import Halt
from rendering.services.ordering import halts

KINDS = ["provider", "engine", "studio"]


class Command(BaseCommand):
    help = "halt (lists) · halt provider|engine NAME|studio SLUG --why WORDS · the same with --lift"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", nargs="?", choices=KINDS)
        parser.add_argument("subject", nargs="?", default="")
        parser.add_argument("--why", default="")
        parser.add_argument("--lift", action="store_true", help="let orders go again")

    def handle(self, *args: Any, **options: Any) -> None:
        kind = options["kind"]
        if kind is None:
            self._list()
            return
        subject = _subject(kind, options["subject"])
        if options["lift"]:
            if not halts.lift(kind, subject):
                raise CommandError("That was not halted. Nothing was changed.")
            self.stdout.write("Orders go again.")
            return
        if not options["why"]:
            raise CommandError("Say why, for whoever finds it halted: --why.")
        if not halts.begin(kind, subject, why=options["why"], by="operator"):
            raise CommandError("That is halted already. See: halt.")
        self.stdout.write("Nothing new is ordered through it. What was ordered is looked up and collected.")

    def _list(self) -> None:
        for halt in Halt.objects.filter(lifted_at=None).order_by("pk"):
            self.stdout.write(f"{halt}  since {halt.began_at:%Y-%m-%d %H:%M} UTC, {halt.by}: {halt.why}")


def _subject(kind: str, named: str) -> str:
    if kind == "provider":
        return ""
    if kind == "studio":
        return str(studio_called(named).public_id)
    try:
        return catalog.get(named).name
    except catalog.UnknownEngine as unknown:
        known = ", ".join(engine.name for engine in catalog.ENGINES)
        raise CommandError(f"{unknown} There are: {known}.") from unknown

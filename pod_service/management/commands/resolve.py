"""Show the evidence about an order in doubt, and settle it once a person has looked it up in the provider's own log."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rendering.models import Attempt, Casting
from rendering.models.attempts import ITS_WORK
from rendering.services import castings, evidence
from rendering.services.ordering import doubts

WHY = "the operator serves every studio"


class Command(BaseCommand):
    help = (
        "resolve ID shows the evidence; with --adopt TASK (it is there) or --forget (it never arrived) it then does "
        "what you say. ID is an att_… or a cst_…"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id")
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--adopt", metavar="TASK")
        choice.add_argument("--forget", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        public_id, task = options["id"], options["adopt"]
        if public_id.startswith("cst_") and options["forget"]:
            self._forget_casting(public_id)
            return
        rows = Attempt.objects.across_studios(reason=WHY).select_related(*ITS_WORK)
        attempt = rows.filter(public_id=public_id).first()
        if attempt is None or not doubts.is_settled_by_people(attempt):
            raise CommandError(f"{public_id} is not an order in doubt.")
        self.stdout.write("\n".join(evidence.of(attempt).lines()))
        if task:
            if attempt.status == Attempt.Status.SENT or not doubts.adopt(attempt, task):
                raise CommandError(f"Task {task} can not become this order. Nothing was changed.")
            self.stdout.write(f"A worker looks at task {task} now and goes on with {attempt.take}.")
        elif options["forget"]:
            if not doubts.forget(attempt):
                raise CommandError(
                    f"A callback has found {public_id}, or named a task for it that a worker looks at first. "
                    "Nothing was changed."
                )
            self.stdout.write(f"{attempt.take}: the credits are given back; resume shows its bill again.")

    def _forget_casting(self, public_id: str) -> None:
        casting = Casting.objects.across_studios(reason=WHY).filter(public_id=public_id).first()
        if casting is None or not castings.forget(casting):
            raise CommandError(f"{public_id} is not a casting in doubt.")
        self.stdout.write("The credits are given back.")

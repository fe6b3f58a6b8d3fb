"""The operator's side of top-ups: see what is asked for, say yes or no, or add credits without being asked."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive

from billing.models import TopUp
from billing.services import topups
from core import amounts
from core.errors import Problem
from pod_service.management import studio_called

BY = "operator"


class Command(BaseCommand):
    help = "topup list · grant ID · decline ID --reason WHY · give SLUG N --reason WHY [--until 2026-12-24T18:00+05:30]"

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("list", help="what waits for an answer")
        for act in ("grant", "decline"):
            one = acts.add_parser(act)
            one.add_argument("id", help="a top_…")
            one.add_argument("--reason", default="")
        give = acts.add_parser("give")
        give.add_argument("slug")
        give.add_argument("amount")
        give.add_argument("--reason", required=True)
        give.add_argument("--until", help="when the raise ends by itself, with its time zone")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            match options["act"]:
                case "list":
                    self._list()
                case "grant":
                    self._tell(topups.grant(options["id"], by=BY, answer=options["reason"]))
                case "decline":
                    self._tell(topups.decline(options["id"], by=BY, answer=options["reason"]))
                case "give":
                    self._give(**{name: options[name] for name in ("slug", "amount", "reason", "until")})
        except Problem as problem:
            raise CommandError(problem.detail) from problem

    def _list(self) -> None:
        waiting = TopUp.objects.across_studios(reason="the operator serves every studio").filter(
            status=TopUp.Status.REQUESTED
        )
        for top_up in waiting.select_related("studio").order_by("pk"):
            until = f" until {top_up.expires_at:%Y-%m-%d %H:%M} UTC" if top_up.expires_at else ""
            self.stdout.write(
                f"{top_up.public_id} {top_up.studio.slug}: {top_up.amount}{until}. {top_up.reason}"
            )

    def _give(self, *, slug: str, amount: str, reason: str, until: str | None) -> None:
        studio = studio_called(slug)
        expires_at = parse_datetime(until) if until else None
        if until and (expires_at is None or is_naive(expires_at)):
            raise CommandError("--until is a time with its zone, such as 2026-12-24T18:00+05:30.")
        try:
            credits = amounts.parse(amount)
        except amounts.NotAnAmount as error:
            raise CommandError(f"That is not a number of credits, such as 500: {error}.") from error
        self._tell(
            topups.give(
                studio.pk, credits, reason=reason, expires_at=expires_at, timezone=studio.timezone, by=BY
            )
        )

    def _tell(self, top_up: TopUp) -> None:
        self.stdout.write(f"{top_up.public_id}: {top_up.amount} credits, {top_up.status}.")

"""Set a day beside the provider's own records. A worker does it, for it alone holds the provider key."""

import json
import time
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rendering import tasks
from rendering.doorbell import ring
from rendering.models import Reconciliation
from rendering.services.books import reconciling

LOOK_SECONDS = 0.2


class Command(BaseCommand):
    help = "Compare approvals, ledger and the provider's records of a day; exits non-zero when there is a problem."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--day", help="a day (UTC) such as 2026-11-24; yesterday by default")
        parser.add_argument("--json", action="store_true", help="print all of it as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = reconciling.ask(_day(options["day"]))
        ring(tasks.reconcile, asked.pk)
        while asked.ended_at is None:
            if reconciling.is_abandoned(asked):
                asked.refresh_from_db()  # why it is may be younger than what was read
                raise CommandError(_no_worker(asked))
            time.sleep(LOOK_SECONDS)
            asked.refresh_from_db()
        self.stdout.write(_as_json(asked) if options["json"] else _as_text(asked))
        if asked.problems:
            raise CommandError(f"{_many(asked.problems, 'problem')} on {asked.day}. Nothing was changed.")


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as error:
        raise CommandError("--day is a day, such as 2026-11-24.") from error


def _no_worker(asked: Reconciliation) -> str:
    if asked.seen_at is None:
        return (
            "No worker has taken it up, and only a worker can ask kie.ai. Start one, or wait until the reconciliation "
            "that is under way is done; then reconcile again."
        )
    return "The worker that was doing it is gone. Nothing was changed; reconcile again."


def _as_json(asked: Reconciliation) -> str:
    told = {
        "id": asked.public_id, "day": asked.day.isoformat(), "problems": asked.problems, "figures": asked.figures,
        "differences": asked.differences,
    }  # fmt: skip
    return json.dumps(told, indent=2)


def _as_text(asked: Reconciliation) -> str:
    figures = asked.figures
    lines = [
        f"{asked.day} (UTC): {_many(figures['orders'], 'order')}, approved {figures['approved']}, "
        f"paid {figures['paid']}, set aside {figures['set_aside']}; kie.ai says {figures['provider']}."
    ]
    for one in asked.differences:
        mark, amount = "PROBLEM" if one["is_problem"] else "note   ", one["amount"] or "-"
        lines.append(f"{mark} {one['code']} {one['about']} {amount}: {one['says']}")
    return "\n".join([*lines, *([] if asked.problems else ["Approvals, ledger and provider agree."])])


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"

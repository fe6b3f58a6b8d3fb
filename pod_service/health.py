"""Is the process alive, and can it do its work?"""

from datetime import UTC
from http import HTTPStatus

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from billing.models import LedgerProof, PriceBook
from core import clock
from rendering.models import Reconciliation
from rendering.services import collection, disk_space

DAYS_TOLD = 3
"""For so many days a difference is told, unless that day is reconciled again without it."""
PARTS = ("prices", "ledger", "reconciliation", "storage", "collection")


def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """The database answers, prices are loaded, the books are right, there is room, and what is paid for came home.

    Otherwise 503 and which part is wrong: of the books, the newest proof and the newest reconciliation of each of the
    last days speak.
    """
    try:
        connection.ensure_connection()
        return _answer({"database": "ok", **_parts()})
    except DatabaseError:
        return _answer({"database": "away", **dict.fromkeys(PARTS, "unknown")})


def _parts() -> dict[str, str]:
    proof = LedgerProof.objects.order_by("-pk").first()
    since = clock.from_now(days=-DAYS_TOLD).astimezone(UTC).date()
    recent = Reconciliation.objects.filter(day__gte=since, ended_at__isnull=False)
    newest = recent.order_by("day", "-ended_at").distinct("day")
    wrong = {
        "prices": "" if PriceBook.objects.exclude(published_at=None).exists() else "missing",
        "ledger": "broken" if proof is not None and proof.broken else "",
        "reconciliation": "differs" if any(one.problems for one in newest) else "",
        "storage": "full: nothing is fetched or cut until there is room"
        if disk_space.is_full_somewhere()
        else "",
        "collection": "overdue: something paid for is not home and may be lost"
        if collection.overdue().exists()
        else "",
    }
    return {part: wrong[part] or "ok" for part in PARTS}


def _answer(parts: dict[str, str]) -> JsonResponse:
    is_ready = set(parts.values()) == {"ok"}
    status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"status": "ok" if is_ready else "degraded", **parts}, status=status)

"""Is the process alive, and can it do its work?"""

from http import HTTPStatus

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from billing.models import LedgerProof, PriceBook
from rendering.models import Reconciliation
from rendering.services import collection, room

PARTS = ("prices", "ledger", "reconciliation", "storage", "collection")


def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """The database answers, prices are loaded, the books are right, there is room, and what is paid for came home.

    Otherwise 503 and which part is wrong: of the books, the newest proof and the newest reconciliation speak.
    """
    try:
        connection.ensure_connection()
        return _answer({"database": "ok", **_parts()})
    except DatabaseError:
        return _answer({"database": "away", **dict.fromkeys(PARTS, "unknown")})


def _parts() -> dict[str, str]:
    proof = LedgerProof.objects.order_by("-pk").first()
    reconciled = Reconciliation.objects.exclude(ended_at=None).order_by("-ended_at").first()
    wrong = {
        "prices": "" if PriceBook.objects.exclude(published_at=None).exists() else "missing",
        "ledger": "broken" if proof is not None and proof.broken else "",
        "reconciliation": "differs" if reconciled is not None and reconciled.problems else "",
        "storage": "full: nothing is fetched or cut until there is room" if room.is_full_somewhere() else "",
        "collection": "overdue: something paid for is not home and may be lost"
        if collection.overdue().exists()
        else "",
    }
    return {part: wrong[part] or "ok" for part in PARTS}


def _answer(parts: dict[str, str]) -> JsonResponse:
    is_ready = set(parts.values()) == {"ok"}
    status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"status": "ok" if is_ready else "degraded", **parts}, status=status)

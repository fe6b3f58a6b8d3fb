"""Is the process alive, and can it do its work?"""

from http import HTTPStatus

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from billing.models import LedgerProof, PriceBook
from rendering.models import Reconciliation


def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """The database answers, prices are loaded, the newest proof held and the newest reconciliation found
    no problem; otherwise 503 and which part is wrong."""
    try:
        connection.ensure_connection()
        has_prices = PriceBook.objects.exclude(published_at=None).exists()
        proof = LedgerProof.objects.order_by("-pk").first()
        reconciled = Reconciliation.objects.exclude(ended_at=None).order_by("-ended_at").first()
    except DatabaseError:
        return _answer(
            {"database": "away", "prices": "unknown", "ledger": "unknown", "reconciliation": "unknown"}
        )
    differs = reconciled is not None and reconciled.problems > 0
    is_broken = proof is not None and bool(proof.broken)
    return _answer(
        {
            "database": "ok",
            "prices": "ok" if has_prices else "missing",
            "ledger": "broken" if is_broken else "ok",
            "reconciliation": "differs" if differs else "ok",
        }
    )


def _answer(parts: dict[str, str]) -> JsonResponse:
    is_ready = set(parts.values()) == {"ok"}
    status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"status": "ok" if is_ready else "degraded", **parts}, status=status)

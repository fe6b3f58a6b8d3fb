"""Sign answers and mandates, release quote lines, and fund them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from billing import selectors
from billing.errors import InsufficientAllowance
from billing.models import Approval, ApprovalLine, Cap, Gate, Mandate, Quote, QuoteLine
from billing.services import caps, holds, quotes
from core import clock, ids, signing
from core.amounts import ZERO, Credits, text

APPROVAL = "pod.approval"
MANDATE = "pod.mandate"
CLAIM_VERSION = 1
VALID_FOR = timedelta(days=30)
"""A gate may wait for weeks; an answer is used within days, or while a budget is raised."""


@transaction.atomic(savepoint=False)
def approve(
    gate: Gate, *, kinds: Sequence[str] | None, timezone: str, license_id: str, by: str
) -> tuple[Approval, frozenset[int]]:
    """Sign the answer to a gate with a bill, release its lines (or those of `kinds`), and hold their credits.

    Returns the approval and the ids of its funded lines. Raises InsufficientAllowance, or GateChanged when a price is
    no longer what was shown; then nothing is kept.
    """
    quote = gate.quote
    assert quote is not None
    quotes.require_current(quote)
    chosen = [line for line in quote.lines.all() if kinds is None or line.kind in kinds]
    approval_id, now = ids.new("apv"), clock.now()
    claim = _claim(
        APPROVAL, quote.studio_id, quote.subject, now,
        id=approval_id, gate=gate.public_id, quote=quote.public_id, quote_digest=quote.digest, answer=gate.answer,
        lines=[line.public_id for line in chosen], total=text(sum((line.amount for line in chosen), ZERO)),
        approved_by=by,
    )  # fmt: skip
    signature = signing.sign(claim)
    approval = Approval.objects.create(
        public_id=approval_id, studio_id=quote.studio_id, subject=quote.subject, gate=gate, quote=quote, claim=claim,
        key_id=signature.key_id, signature=signature.value, expires_at=now + VALID_FOR,
    )  # fmt: skip
    return approval, _release(
        quote, chosen, approval=approval, mandate=None, timezone=timezone, license_id=license_id
    )


@transaction.atomic
def give_mandate(
    studio_id: int, *, subject: str, kinds: Sequence[str], ceiling: Credits | None, license_id: str, by: str
) -> Mandate:
    """Sign, before the bill is known, that work of these kinds may be released for the subject up to `ceiling`."""
    mandate_id, now = ids.new("mdt"), clock.now()
    cap = Cap.objects.create(
        studio_id=studio_id, scope=Cap.Scope.MANDATE, subject=mandate_id, ceiling=ceiling
    )
    claim = _claim(
        MANDATE, studio_id, subject, now,
        id=mandate_id, kinds=sorted(kinds), ceiling=text(ceiling), cap=cap.public_id, license=license_id, given_by=by,
    )  # fmt: skip
    signature = signing.sign(claim)
    return Mandate.objects.create(
        public_id=mandate_id, studio_id=studio_id, subject=subject, cap=cap, claim=claim, key_id=signature.key_id,
        signature=signature.value, expires_at=now + VALID_FOR,
    )  # fmt: skip


def mandate_for(studio_id: int, *, subject: str, kinds: set[str]) -> Mandate | None:
    """A live mandate of the subject that covers all these kinds of work."""
    rows = Mandate.objects.for_studio(studio_id).filter(
        subject=subject, revoked_at=None, expires_at__gt=clock.now()
    )
    return next((mandate for mandate in rows.order_by("pk") if kinds <= set(mandate.claim["kinds"])), None)


@transaction.atomic
def release_under(mandate: Mandate, quote: Quote, *, timezone: str) -> frozenset[int]:
    """Release all lines of a bill under a mandate and hold their credits; the worker verifies it like any other.

    Returns the ids of the funded lines. Raises InsufficientAllowance when the whole bill does not fit under the
    mandate's ceiling: a budget may fund a bill in part, a mandate never approves one in part.
    """
    cap = Cap.objects.for_studio(mandate.studio_id).get(pk=mandate.cap_id)
    if cap.ceiling is not None and cap.held + cap.spent + quote.total > cap.ceiling:
        raise InsufficientAllowance(
            needed=quote.total, available=cap.ceiling - cap.held - cap.spent, scope=cap.scope
        )
    return _release(
        quote, list(quote.lines.all()), approval=None, mandate=mandate, timezone=timezone,
        license_id=mandate.claim["license"],
    )  # fmt: skip


@transaction.atomic
def fund_waiting(studio_id: int, *, subject: str, timezone: str) -> frozenset[int]:
    """Hold credits for released lines that a film's budget could not fund so far, in their order.

    Not for lines whose approval has expired or was taken back: no order could use those credits.
    """
    rows = selectors.live(ApprovalLine.objects.for_studio(studio_id))
    waiting = list(
        rows.filter(quote_line__quote__subject=subject, hold=None, use=None)
        .select_related("quote_line", "mandate__cap")
        .order_by("pk")
    )
    funded: frozenset[int] = frozenset()
    for license_id, mandate in dict.fromkeys((line.license, line.mandate) for line in waiting):
        lines = [line for line in waiting if (line.license, line.mandate) == (license_id, mandate)]
        funded |= _fund(
            lines, studio_id, subject, mandate, timezone=timezone, license_id=license_id, reference=subject
        )
    return funded


def _release(
    quote: Quote,
    chosen: Sequence[QuoteLine],
    *,
    approval: Approval | None,
    mandate: Mandate | None,
    timezone: str,
    license_id: str,
) -> frozenset[int]:
    lines = ApprovalLine.objects.bulk_create(
        ApprovalLine(quote_line=line, approval=approval, mandate=mandate, license=license_id)
        for line in chosen
    )
    reference = approval.public_id if approval else mandate.public_id if mandate else ""
    return _fund(
        lines, quote.studio_id, quote.subject, mandate, timezone=timezone, license_id=license_id, reference=reference
    )  # fmt: skip


def _fund(
    lines: Sequence[ApprovalLine],
    studio_id: int,
    subject: str,
    mandate: Mandate | None,
    *,
    timezone: str,
    license_id: str,
    reference: str,
) -> frozenset[int]:
    month = caps.open_month(studio_id, timezone=timezone, license_id=license_id)
    film = caps.film_cap(studio_id, subject)
    return holds.authorize(
        lines,
        subject=subject,
        month=month,
        film=film,
        mandate=mandate.cap if mandate else None,
        reference=reference,
    )


def _claim(purpose: str, studio_id: int, subject: str, now: datetime, **facts: Any) -> dict[str, Any]:
    return {
        "purpose": purpose, "version": CLAIM_VERSION, "key_id": signing.signing_key_id(), "studio": studio_id,
        "film": subject, "approved_at": now.isoformat(), "expires_at": (now + VALID_FOR).isoformat(), **facts,
    }  # fmt: skip

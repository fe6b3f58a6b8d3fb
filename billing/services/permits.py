"""Verify, at dispatch, that an order was approved; and take the approval line so that it serves no other order."""

from dataclasses import InitVar, dataclass
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from billing.errors import NotPermitted
from billing.models import Approval, ApprovalLine, Hold, LineUse, Mandate
from billing.services import quotes
from billing.services.approvals import APPROVAL, MANDATE
from core import clock, locks, signing
from core.amounts import text
from core.signing import Signature, Unsigned

_VERIFIED: Final = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """Leave to place one order: this work, exactly as `spec` says. The provider client takes nothing else.

    Only `verify` can make one; anybody else who tries, or changes a copy, is refused.
    """

    work: str
    model: str
    spec: dict[str, Any]
    proof: InitVar[object]

    def __post_init__(self, proof: object) -> None:
        if proof is not _VERIFIED:
            raise TypeError("A permit comes from verifying an approval, and from nowhere else.")


@transaction.atomic
def verify(
    studio_id: int, *, subject: str, line_id: str, work: str, spec: dict[str, Any], order: str
) -> Permit:
    """Check the approval of one order from the rows as they are now, and take its line for `order`.

    1. The line was released and its credits are held. 2. The signature stands, for this studio, film and purpose.
    3. The bill still says what was signed, and this line is in it. 4. The work is exactly the line's.
    5. It has neither expired nor been revoked. 6. No other order has taken the line.
    The hold is locked before anything is read, so that a revocation comes wholly before or wholly after.
    Joins the caller's transaction. Raises NotPermitted with the reason.
    """
    locks.rows(Hold.objects.for_studio(studio_id).filter(approval_line__public_id=line_id))
    line = _line(studio_id, line_id)
    if line.approval:
        _verify_approval(line.approval, line, subject)
    else:
        assert line.mandate is not None
        _verify_mandate(line.mandate, line, subject)
    asked = line.quote_line
    if (asked.work, asked.spec) != (work, spec):
        raise NotPermitted("other_work")
    _take(line, order)
    return Permit(work=work, model=spec["model"], spec=spec, proof=_VERIFIED)


def hand_on(line_id: str, *, studio_id: int, before: str, after: str) -> bool:
    """Let a new attempt use a line whose earlier attempt failed at no cost. False when that one does not have it."""
    rows = LineUse.objects.for_studio(studio_id).filter(approval_line__public_id=line_id, order=before)
    return bool(rows.update(order=after))


def _line(studio_id: int, line_id: str) -> ApprovalLine:
    rows = ApprovalLine.objects.across_studios(
        reason="another studio's line is told apart from a missing one"
    )
    line = (
        rows.filter(public_id=line_id)
        .select_related("quote_line__quote", "approval__gate", "mandate__cap", "hold")
        .first()
    )
    if line is None:
        raise NotPermitted("not_released")
    if line.quote_line.quote.studio_id != studio_id:
        raise NotPermitted("other_studio")
    if line.source.revoked_at is not None:
        raise NotPermitted("revoked")
    if not hasattr(line, "hold") or line.hold.status != Hold.Status.AUTHORIZED:
        raise NotPermitted("not_funded")
    return line


def _verify_approval(approval: Approval, line: ApprovalLine, subject: str) -> None:
    claim, quote = approval.claim, line.quote_line.quote
    _verify_source(approval, APPROVAL, line, subject)
    if (claim["quote"], claim["quote_digest"]) != (
        quote.public_id,
        quotes.digest_now(quote),
    ):
        raise NotPermitted("other_bill")
    if line.quote_line.public_id not in claim["lines"]:
        raise NotPermitted("other_work")


def _verify_mandate(mandate: Mandate, line: ApprovalLine, subject: str) -> None:
    claim, quote = mandate.claim, line.quote_line.quote
    _verify_source(mandate, MANDATE, line, subject)
    if line.quote_line.kind not in claim["kinds"]:
        raise NotPermitted("kind_not_covered")
    if line.hold.mandate_cap_id != mandate.cap_id:
        raise NotPermitted("not_funded")
    if (claim["cap"], claim["ceiling"]) != (mandate.cap.public_id, text(mandate.cap.ceiling)):
        raise NotPermitted("tampered")
    if quote.digest != quotes.digest_now(quote):
        raise NotPermitted("other_bill")


def _verify_source(source: Approval | Mandate, purpose: str, line: ApprovalLine, subject: str) -> None:
    claim = source.claim
    try:
        signing.verify(claim, Signature(key_id=source.key_id, value=source.signature), purpose=purpose)
    except Unsigned as refusal:
        raise NotPermitted(refusal.reason) from refusal
    quote = line.quote_line.quote
    if not claim["studio"] == source.studio_id == quote.studio_id:
        raise NotPermitted("other_studio")
    if not claim["film"] == quote.subject == subject:
        raise NotPermitted("other_film")
    if claim["id"] != source.public_id:
        raise NotPermitted("tampered")
    if datetime.fromisoformat(claim["expires_at"]) <= clock.now():
        raise NotPermitted("expired")


def _take(line: ApprovalLine, order: str) -> None:
    try:
        with transaction.atomic():
            LineUse.objects.create(approval_line=line, order=order)
    except IntegrityError as taken:
        if LineUse.objects.for_studio(line.quote_line.quote.studio_id).get(approval_line=line).order != order:
            raise NotPermitted("used") from taken

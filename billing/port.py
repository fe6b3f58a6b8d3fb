"""The door into billing for the apps above it: plain values in, plain values out."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction

from billing import pricing, selectors
from billing.errors import GateChanged, InsufficientAllowance, NoOpenGate, NotPermitted, PriceNotKnown
from billing.models import ApprovalLine, Gate, Hold
from billing.pricing import Spec
from billing.selectors import (
    BookedLine,
    ChargedLine,
    MonthCharges,
    MonthFigures,
    RaisedBy,
    Spending,
    booked_lines,
    lines_moved,
    month_charges,
    spending_of,
)
from billing.services import approvals, caps, gates, holds, permits, prices, quotes, warnings
from billing.services.caps import month_of
from billing.services.permits import Permit
from billing.services.quotes import Planned
from billing.services.revocations import TakenBack, give_back, revoke, revoke_mandates
from billing.values import GateView, Payer, QuoteView, ReleasedLine, WarningView, gate_view, line_view
from core import states
from core.amounts import Credits

__all__ = [
    "BookedLine", "ChargedLine", "GateChanged", "GateView", "InsufficientAllowance", "MonthCharges", "MonthFigures",
    "NoOpenGate", "NotPermitted", "Payer", "Permit", "Planned", "PriceNotKnown", "QuoteView", "RaisedBy",
    "ReleasedLine", "Spec", "Spending", "TakenBack", "WarningView", "booked_lines", "give_back", "lines_moved",
    "month_charges", "month_of", "revoke", "revoke_mandates", "spending_of",
]  # fmt: skip


def price_each(planned: Sequence[Planned]) -> list[Credits]:
    """What each piece of work costs by the book in force. Raises PriceNotKnown."""
    return quotes.price_lines(planned, prices.current())


def show(
    studio_id: int, *, subject: str, kind: str, shown: dict[str, Any], planned: Sequence[Planned] | None
) -> GateView:
    """Open a gate, with a bill when there is something to pay; what was open before is superseded."""
    quote = quotes.make(studio_id, subject=subject, planned=planned) if planned else None
    return gate_view(gates.open_gate(studio_id, subject=subject, kind=kind, shown=shown, quote=quote))


def open_gate_of(studio_id: int, subject: str) -> GateView | None:
    """The gate that waits for an answer."""
    gate = gates.current(studio_id, subject=subject)
    return gate_view(gate) if gate else None


def open_gates_of(studio_id: int, subjects: Sequence[str]) -> dict[str, GateView]:
    """The open gates of several subjects, in a fixed number of queries."""
    return {gate.subject: gate_view(gate) for gate in selectors.open_gates(studio_id, subjects)}


def answers_taken(studio_id: int, *, subject: str, gate: str, digest: str) -> list[str]:
    """What the subject's open gate may be answered; none when no gate is open. Raises GateChanged at another gate."""
    return gates.answers_taken(studio_id, subject=subject, gate_id=gate, digest=digest)


def answer(payer: Payer, *, gate: str, digest: str, answer: str, note: str, by: str) -> None:
    """Answer a gate that spends nothing. Raises NoOpenGate, AlreadyAnswered or GateChanged."""
    gates.answer(payer.studio_id, gate_id=gate, digest=digest, answer=answer, note=note, by=by)


@transaction.atomic
def approve(
    payer: Payer, *, gate: str, digest: str, answer: str, kinds: Sequence[str] | None, by: str
) -> None:
    """Answer a gate and release its bill (or the lines of `kinds`), signed; joins the caller's transaction.

    Raises what `answer` raises, and InsufficientAllowance; then nothing was approved or held.
    """
    row = gates.answer(payer.studio_id, gate_id=gate, digest=digest, answer=answer, note="", by=by)
    if row.quote is not None:
        approvals.approve(row, kinds=kinds, timezone=payer.timezone, license_id=payer.license, by=by)


def withdraw_gate(studio_id: int, subject: str) -> None:
    """Take an open gate away because what it showed has changed."""
    gate = gates.current(studio_id, subject=subject)
    if gate:
        states.advance(gate, Gate.Status.SUPERSEDED)


def give_mandate(
    payer: Payer, *, subject: str, kinds: Sequence[str], ceiling: Credits | None, by: str
) -> None:
    """Sign an approval before the bill is known: these kinds of work, up to `ceiling`."""
    approvals.give_mandate(
        payer.studio_id, subject=subject, kinds=kinds, ceiling=ceiling, license_id=payer.license, by=by
    )


def has_mandate(studio_id: int, *, subject: str, kinds: set[str]) -> bool:
    """True when such work was approved beforehand, whether or not a bill fits under it."""
    return approvals.mandate_for(studio_id, subject=subject, kinds=kinds) is not None


def release_under_mandate(payer: Payer, *, subject: str, planned: Sequence[Planned]) -> bool:
    """Release a bill under a mandate of the subject. False when there is none or the bill is beyond it."""
    try:
        with transaction.atomic():
            require_release(payer, subject=subject, planned=planned)
    except (InsufficientAllowance, NotPermitted):
        return False
    return True


def require_release(payer: Payer, *, subject: str, planned: Sequence[Planned]) -> None:
    """Release a bill under the subject's mandate; raises InsufficientAllowance where the month is short."""
    mandate = approvals.mandate_for(payer.studio_id, subject=subject, kinds={line.kind for line in planned})
    if mandate is None:
        raise NotPermitted("not_released")
    quote = quotes.make(payer.studio_id, subject=subject, planned=planned)
    approvals.release_under(mandate, quote, timezone=payer.timezone)


def released_lines(studio_id: int, subject: str) -> dict[str, ReleasedLine]:
    """The newest released line of each piece of work, by its reference."""
    return {
        work: line_view(line) for work, line in selectors.released_lines(studio_id, subject=subject).items()
    }


def fund_waiting(payer: Payer, *, subject: str) -> int:
    """Hold credits for lines that the film's budget could not fund before; how many now are."""
    return len(approvals.fund_waiting(payer.studio_id, subject=subject, timezone=payer.timezone))


def verify(studio_id: int, *, subject: str, line: str, work: str, spec: dict[str, Any], order: str) -> Permit:
    """Leave for one order, or NotPermitted with the reason."""
    return permits.verify(studio_id, subject=subject, line_id=line, work=work, spec=spec, order=order)


def hand_on(studio_id: int, *, line: str, before: str, after: str) -> bool:
    """Let a retry that costs nothing use its predecessor's line."""
    return permits.hand_on(line, studio_id=studio_id, before=before, after=after)


def booked(reported: Credits) -> Credits:
    """A metered amount as it is booked: rounded up to the next 0.01."""
    return pricing.rounded_up(reported)


def capture(studio_id: int, amounts: Mapping[str, Credits]) -> None:
    """Post, for each line id, what the provider reported; at most what is held. Done before: nothing happens."""
    held = _holds(studio_id, list(amounts))
    holds.capture({hold.pk: booked(amounts[hold.approval_line.public_id]) for hold in held})


def void(studio_id: int, lines: Sequence[str]) -> None:
    """Give the credits of these lines back. Done before: nothing happens."""
    holds.void(_holds(studio_id, lines))


def amounts_of(lines: Sequence[str]) -> dict[str, Credits]:
    """What each approval line was billed at, by its id, of any studio: for reconciling with the provider."""
    rows = ApprovalLine.objects.across_studios(reason="the provider's account is shared").filter(
        public_id__in=lines
    )
    return dict(rows.values_list("public_id", "quote_line__amount"))


def month_figures(payer: Payer) -> MonthFigures:
    """The studio's allowance this month."""
    return selectors.month_figures(payer.studio_id, caps.month_of(payer.timezone))


def pass_on_warnings(say: Callable[[int, str], None]) -> None:
    """Have `say` tell each studio, once, of each warning about its allowance: called with its id and a sentence."""
    for warning in warnings.to_tell():
        warnings.tell(warning, say)


def warnings_of(payer: Payer) -> list[WarningView]:
    """The warnings of the studio's month so far, lowest first."""
    rows = selectors.warnings_of(payer.studio_id, caps.month_of(payer.timezone))
    return [WarningView(percent=row.percent, at=row.at) for row in rows]


def license_figures(payer: Payer) -> MonthFigures | None:
    """The license's own share of this month; None when it has none."""
    return selectors.license_figures(payer.studio_id, payer.license, caps.month_of(payer.timezone))


def budgets_of(studio_id: int, subjects: list[str]) -> dict[str, Credits | None]:
    """The budget of each subject that has one."""
    return selectors.ceilings_of(studio_id, subjects)


def set_budget(studio_id: int, *, subject: str, ceiling: Credits) -> None:
    """Give the subject a budget or change it. Raises CeilingTooLow below what is committed."""
    caps.set_budget(studio_id, film=subject, ceiling=ceiling)


def _holds(studio_id: int, lines: Sequence[str]) -> list[Hold]:
    rows = Hold.objects.for_studio(studio_id).filter(approval_line__public_id__in=lines)
    return list(rows.select_related("approval_line"))

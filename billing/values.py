"""The plain values that billing hands to the apps above it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from billing.models import Gate, Hold, Quote
from billing.selectors import Released
from core.amounts import Credits


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """Whose credits: the studio, its time zone, and the license whose month pays beside it."""

    studio_id: int
    timezone: str
    license: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLine:
    work: str
    kind: str
    label: str
    spec: dict[str, Any]
    amount: Credits


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteView:
    """A bill as it is shown."""

    id: str
    digest: str
    total: Credits
    lines: tuple[BillLine, ...]

    def total_of(self, kind: str) -> Credits:
        """What the lines of one kind come to."""
        return sum((line.amount for line in self.lines if line.kind == kind), Credits("0.00"))


@dataclass(frozen=True, slots=True, kw_only=True)
class GateView:
    """A gate as it is shown; `digest` binds an answer to exactly this."""

    id: str
    kind: str
    shown: dict[str, Any]
    digest: str
    quote: QuoteView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedLine:
    """An approval line: `is_funded` once credits are held for it, `is_open` until they are paid or given back.

    A line that is not funded stays open for as long as its approval is worth something.
    """

    id: str
    amount: Credits
    captured: Credits
    is_funded: bool
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningView:
    """The month had been used to `percent` at that moment."""

    percent: int
    at: datetime


def line_view(released: Released) -> ReleasedLine:
    line = released.line
    hold: Hold | None = getattr(line, "hold", None)
    return ReleasedLine(
        id=line.public_id,
        amount=line.quote_line.amount,
        captured=hold.captured if hold else Credits("0.00"),
        is_funded=hold is not None,
        is_open=released.is_live if hold is None else hold.status == Hold.Status.AUTHORIZED,
    )


def gate_view(gate: Gate) -> GateView:
    quote = quote_view(gate.quote) if gate.quote else None
    return GateView(id=gate.public_id, kind=gate.kind, shown=gate.shown, digest=gate.digest, quote=quote)


def quote_view(quote: Quote) -> QuoteView:
    lines = tuple(
        BillLine(work=line.work, kind=line.kind, label=line.label, spec=line.spec, amount=line.amount)
        for line in quote.lines.all()
    )
    return QuoteView(id=quote.public_id, digest=quote.digest, total=quote.total, lines=lines)

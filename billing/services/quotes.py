"""Make bills of exactly described work."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import transaction

from billing.errors import GateChanged
from billing.models import PriceBook, Quote, QuoteLine
from billing.pricing import Spec
from billing.services import prices
from core import signing
from core.amounts import ZERO, Credits, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A unit of work to be billed. `work` is the caller's own reference, `kind` is still, draft, master or plan.

    Work with a `spec` is priced by the book; metered work (a language model's) has `at_most` instead.
    """

    work: str
    kind: str
    label: str
    spec: Spec | None = None
    model: str = ""
    at_most: Credits = ZERO

    def described(self) -> dict[str, Any]:
        """What would be ordered, as it is kept, digested and compared at dispatch."""
        return self.spec.as_dict() if self.spec else {"model": self.model, "at_most": text(self.at_most)}


def price_lines(planned: Sequence[Planned], book: PriceBook) -> list[Credits]:
    """Credits for each unit of work by `book`."""
    priced = iter(prices.price_all([line.spec for line in planned if line.spec], book))
    return [next(priced) if line.spec else line.at_most for line in planned]


@transaction.atomic
def make(studio_id: int, *, subject: str, planned: Sequence[Planned]) -> Quote:
    """Freeze a bill at the prices in force. Raises PriceNotKnown."""
    book = prices.current()
    amounts = price_lines(planned, book)
    quote = Quote(studio_id=studio_id, subject=subject, book=book, total=sum(amounts, ZERO))
    lines = [
        QuoteLine(
            quote=quote, position=position, work=line.work, kind=line.kind, label=line.label,
            spec=line.described(), amount=amount,
        )
        for position, (line, amount) in enumerate(zip(planned, amounts, strict=True), start=1)
    ]  # fmt: skip
    quote.digest = digest_of(quote, lines)
    quote.save(force_insert=True)
    QuoteLine.objects.bulk_create(lines)
    return quote


def require_current(quote: Quote) -> None:
    """Raise GateChanged, with each difference, when a newer price book prices a line of this bill otherwise."""
    book = prices.current()
    if book.pk == quote.book_id:
        return
    priced = [line for line in quote.lines.all() if "at_most" not in line.spec]
    amounts = prices.price_all([Spec.from_dict(line.spec) for line in priced], book)
    changed = [
        f"{line.label}: {text(line.amount)} before, {text(amount)} now"
        for line, amount in zip(priced, amounts, strict=True)
        if line.amount != amount
    ]
    if changed:
        raise GateChanged(
            "Prices have changed since this bill was shown, so the answer was not used. Look at it again.",
            changed=changed,
        )


class BilledLine(Protocol):
    """What a line of a bill says."""

    public_id: str
    work: str
    kind: str
    spec: dict[str, Any]
    amount: Credits


def digest_now(quote: Quote) -> str:
    """The digest of what the bill's rows say now. Dispatch asks once for each order, so nothing else is read."""
    return digest_of(
        quote, quote.lines.values_list("public_id", "work", "kind", "spec", "amount", named=True)
    )


def digest_of(quote: Quote, lines: Iterable[BilledLine]) -> str:
    """SHA-256 over everything the bill says."""
    return signing.digest(
        {
            "studio": quote.studio_id,
            "film": quote.subject,
            "prices": quote.book_id,
            "total": text(quote.total),
            "lines": [
                {
                    "id": line.public_id,
                    "work": line.work,
                    "kind": line.kind,
                    "spec": line.spec,
                    "amount": text(line.amount),
                }
                for line in lines
            ],
        }
    )

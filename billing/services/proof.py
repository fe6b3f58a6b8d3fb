"""Prove the ledger: every equation that must hold between caps, holds, entries and approvals, with its figures."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    CharField,
    DecimalField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, Lag

from billing.models import Cap, Hold, LedgerEntry
from core.amounts import CENT, ZERO, Credits, text

WHY = "the proof covers every studio"
AMOUNT = DecimalField(max_digits=20, decimal_places=2)


class Equation(NamedTuple):
    """One thing that must be true, the two sides as text, and how many rows break it."""

    says: str
    left: str
    right: str
    broken: int

    @property
    def is_true(self) -> bool:
        return self.broken == 0


def equations() -> Iterator[Equation]:
    """Work out every equation from the rows, each in a query or two."""
    caps = Cap.objects.across_studios(reason=WHY)
    months = caps.filter(scope=Cap.Scope.STUDIO_MONTH)
    for amount in ("held", "spent"):
        booked, by_holds = _booked(amount), _by_holds(amount)
        left = _total(months, amount)
        yield Equation(
            f"every cap's {amount} = the sum of its ledger entries", left, _total(months.annotate(sum=booked), "sum"),
            caps.annotate(sum=booked).exclude(**{amount: F("sum")}).count(),
        )  # fmt: skip
        yield Equation(
            f"every cap's {amount} = its {'open' if amount == 'held' else 'captured'} holds", left,
            _total(months.annotate(sum=by_holds), "sum"),
            caps.annotate(sum=by_holds).exclude(**{amount: F("sum")}).count(),
        )  # fmt: skip
    yield _captured_are_approved()
    yield _chain_is_whole()


def captured_total() -> Credits:
    """All that was ever captured."""
    total: Credits = _captured().aggregate(sum=Coalesce(Sum("captured"), ZERO))["sum"]
    return total


def _captured() -> QuerySet[Hold]:
    return Hold.objects.across_studios(reason=WHY).filter(status=Hold.Status.CAPTURED)


def _booked(amount: str) -> Coalesce:
    signed = {
        "held": Case(
            When(kind="authorize", then=F("amount")),
            When(kind__in=["capture", "void"], then=ZERO - F("amount") - F("released")),
            default=ZERO,
        ),
        "spent": Case(When(kind="capture", then=F("amount")), default=ZERO),
    }[amount]
    entries = LedgerEntry.objects.across_studios(reason=WHY).filter(cap=OuterRef("pk")).order_by()
    return _summed(entries.annotate(change=signed).values("cap"), "change")


def _by_holds(amount: str) -> Coalesce:
    cap = OuterRef("pk")
    charged = Q(month_cap=cap) | Q(license_cap=cap) | Q(film_cap=cap) | Q(mandate_cap=cap)
    status, column = {"held": ("authorized", "amount"), "spent": ("captured", "captured")}[amount]
    holds = Hold.objects.across_studios(reason=WHY).filter(charged, status=status).order_by()
    return _summed(holds.annotate(of=Value(1)).values("of"), column)


def _summed(rows: QuerySet[Any, Any], column: str) -> Coalesce:
    return Coalesce(Subquery(rows.annotate(sum=Sum(column)).values("sum"), output_field=AMOUNT), ZERO)


def _total(caps: QuerySet[Cap], column: str) -> str:
    return text(caps.aggregate(of=Coalesce(Sum(column, output_field=AMOUNT), ZERO))["of"]) or ""


def _captured_are_approved() -> Equation:
    captured = _captured()
    approved = captured.exclude(approval_line__approval=None, approval_line__mandate=None)
    return Equation(
        "every captured hold has an approval line", str(captured.count()), str(approved.count()),
        captured.count() - approved.count(),
    )  # fmt: skip


def _chain_is_whole() -> Equation:
    """Each entry's digest covers its row and the digest before it; the newest says what its cap says."""
    entries = LedgerEntry.objects.across_studios(reason=WHY)
    expected = Func(
        "previous_digest", "cap_id", "sequence", "kind", "amount", "released", "held_after", "spent_after",
        "ceiling_after", "reference", function="billing_entry_digest", output_field=CharField(),
    )  # fmt: skip
    linked = entries.annotate(
        expected=expected,
        before=Window(Lag("digest", default=Value("")), partition_by="cap_id", order_by="sequence"),
        place=Window(Lag("sequence", default=Value(0)), partition_by="cap_id", order_by="sequence"),
    )
    whole = linked.filter(digest=F("expected"), previous_digest=F("before"), sequence=F("place") + 1)
    apart = Cap.objects.across_studios(reason=WHY).exclude(_says_what_its_chain_says()).count()
    count, good = entries.count(), whole.count()
    return Equation(
        "the chain of every cap is whole up to its newest entry", str(count), str(good), count - good + apart
    )


def _says_what_its_chain_says() -> Q:
    """True for a cap whose amounts are those after its newest entry, and for one that was never touched."""
    entries, no_ceiling = (
        LedgerEntry.objects.across_studios(reason=WHY).filter(cap=OuterRef("pk")),
        Value(-CENT),
    )
    newest = entries.annotate(ceiling=Coalesce("ceiling_after", no_ceiling)).filter(
        sequence=OuterRef("sequence"), held_after=OuterRef("held"), spent_after=OuterRef("spent"),
        ceiling=Coalesce(OuterRef("ceiling"), no_ceiling),
    )  # fmt: skip
    beyond = entries.filter(sequence__gt=OuterRef("sequence"))
    return ~Q(Exists(beyond)) & (Q(Exists(newest)) | Q(sequence=0, held=0, spent=0))

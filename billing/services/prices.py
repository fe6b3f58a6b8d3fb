"""Publish price books and price work by the one in force."""

import hashlib
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from billing import pricing
from billing.errors import PriceNotKnown
from billing.models import Price, PriceBook
from billing.pricing import PriceRow, Spec
from core.amounts import Credits
from core.errors import Unavailable

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "pricebook-2026-10.csv"


@transaction.atomic
def publish(csv_text: str, *, source: str) -> tuple[PriceBook, bool]:
    """Make the file the price book in force. False when exactly this book was published before."""
    digest = hashlib.sha256(csv_text.encode()).hexdigest()
    if known := PriceBook.objects.filter(digest=digest).first():
        return known, False
    rows = pricing.read_rows(csv_text)
    newest = PriceBook.objects.order_by("-version").values_list("version", flat=True).first() or 0
    book = PriceBook.objects.create(version=newest + 1, source=source, digest=digest)
    Price.objects.bulk_create(
        Price(
            book=book,
            model=row.model,
            resolution=row.resolution,
            audio=row.audio,
            unit=row.unit,
            credits=row.credits,
        )
        for row in rows
    )
    return book, True


def current() -> PriceBook:
    """The book in force. Raises Unavailable when none was ever published."""
    book = PriceBook.objects.order_by("-version").first()
    if book is None:
        raise Unavailable("No prices are loaded, so nothing can be quoted and nothing was ordered.")
    return book


def price_all(specs: Iterable[Spec], book: PriceBook) -> list[Credits]:
    """Credits for each piece of work, in order. Raises PriceNotKnown, naming it, rather than guess."""
    asked = list(specs)
    by_model: dict[str, list[PriceRow]] = {}
    for row in Price.objects.filter(book=book, model__in={spec.model for spec in asked}):
        by_model.setdefault(row.model, []).append(
            PriceRow(row.model, row.resolution, row.audio, row.unit, Decimal(row.credits))
        )
    return [_price(spec, by_model.get(spec.model, [])) for spec in asked]


def _price(spec: Spec, rows: list[PriceRow]) -> Credits:
    try:
        return pricing.price(spec, rows)
    except (pricing.UnknownPrice, pricing.AmbiguousPrice) as refusal:
        raise PriceNotKnown(
            f"{refusal} Nothing was ordered.", model=spec.model, resolution=spec.resolution
        ) from refusal

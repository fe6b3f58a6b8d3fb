"""Publish price books and price work by the one in force."""

import hashlib
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from billing import pricing
from billing.errors import PriceNotKnown
from billing.models import Price, PriceBook
from billing.pricing import PriceRow, Spec
from core import clock
from core.amounts import Credits
from core.errors import Unavailable

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "pricebook-2026-10.csv"


class Change(NamedTuple):
    """A price that a new book adds (`before` is None), takes away (`now` is None) or changes."""

    what: str
    before: Decimal | None
    now: Decimal | None


@transaction.atomic
def publish(csv_text: str, *, source: str) -> tuple[PriceBook, bool]:
    """Make the file the price book in force, for good. False when exactly this book was published before."""
    digest = hashlib.sha256(csv_text.encode()).hexdigest()
    if known := PriceBook.objects.filter(digest=digest).first():
        return known, False
    rows = pricing.read_rows(csv_text)
    newest = PriceBook.objects.order_by("-version").values_list("version", flat=True).first() or 0
    dates = [row.as_of for row in rows if row.as_of]
    book = PriceBook.objects.create(
        version=newest + 1, source=source, digest=digest, as_of=max(dates, default=None)
    )
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
    book.published_at = clock.now()
    book.save(update_fields=["published_at"])
    return book, True


def differences(book: PriceBook) -> list[Change]:
    """What `book` changes against the version before it, in the order of the names."""
    before, now = _by_name(book.version - 1), _by_name(book.version)
    names = sorted(before.keys() | now.keys())
    changes = [Change(name, before.get(name), now.get(name)) for name in names]
    return [change for change in changes if change.before != change.now]


def _by_name(version: int) -> dict[str, Decimal]:
    rows = Price.objects.filter(book__version=version)
    return {
        f"{row.model} · {row.resolution} · sound {row.audio} · per {row.unit}": row.credits for row in rows
    }


def current() -> PriceBook:
    """The book in force. Raises Unavailable when none was ever published."""
    book = PriceBook.objects.exclude(published_at=None).order_by("-version").first()
    if book is None:
        raise Unavailable("No prices are loaded, so nothing can be quoted and nothing was ordered.")
    return book


def price_all(specs: Iterable[Spec], book: PriceBook) -> list[Credits]:
    """Credits for each piece of work, in order. Raises PriceNotKnown, naming it, rather than guess."""
    asked = list(specs)
    by_model: dict[str, list[PriceRow]] = {}
    for row in Price.objects.filter(book=book, model__in={spec.model for spec in asked}):
        by_model.setdefault(row.model, []).append(
            PriceRow(row.model, row.resolution, row.audio, row.unit, row.credits)
        )
    return [_price(spec, by_model.get(spec.model, [])) for spec in asked]


def _price(spec: Spec, rows: list[PriceRow]) -> Credits:
    try:
        return pricing.price(spec, rows)
    except (pricing.UnknownPrice, pricing.AmbiguousPrice) as refusal:
        raise PriceNotKnown(
            f"{refusal} Nothing was ordered. Your studio contact has to load the price; another engine may go now.",
            engine=spec.model, tier=spec.resolution, unit=spec.unit,
        ) from refusal  # fmt: skip

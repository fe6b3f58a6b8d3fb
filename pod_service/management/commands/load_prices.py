"""Publish a price book."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from billing.models import PriceBook
from billing.pricing import BadPriceBook
from billing.services import prices


class Command(BaseCommand):
    help = "Publish a price book from a CSV file; without a file, the one that ships with pod."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=prices.SHIPPED)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            book, is_new = prices.publish(path.read_text(), source=path.name)
        except (OSError, UnicodeDecodeError, BadPriceBook) as error:
            raise CommandError(f"{path.name}: {error}") from error
        told = (
            "is published"
            if is_new
            else f"was published before; version {prices.current().version} is in force"
        )
        seen = f", seen up to {book.as_of}" if book.as_of else ""
        self.stdout.write(
            f"Price book {book.version} ({book.source}, {book.prices.count()} prices{seen}) {told}."
        )
        if is_new and book.version > 1:
            self._tell_differences(book)

    def _tell_differences(self, book: PriceBook) -> None:
        changes = prices.differences(book)
        self.stdout.write(f"Against version {book.version - 1}: {len(changes)} differences.")
        for change in changes:
            before, now = ("none" if price is None else f"{price:f}" for price in (change.before, change.now))
            self.stdout.write(f"  {change.what}: {before} -> {now}")

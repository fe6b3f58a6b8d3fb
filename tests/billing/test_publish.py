from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from billing import pricing
from billing.models import Price, PriceBook
from billing.pricing import BadPriceBook
from billing.services import prices
from core.amounts import Credits
from core.errors import Unavailable
from tests.billing.bills import BOOK

pytestmark = pytest.mark.django_db


def test_the_newest_book_is_in_force() -> None:
    first, is_new = prices.publish(BOOK, source="october")
    second, _ = prices.publish(BOOK.replace("image,8", "image,9"), source="november")
    assert is_new
    assert (first.version, second.version) == (1, 2)
    assert prices.current() == second


def test_the_same_book_is_published_once() -> None:
    first, _ = prices.publish(BOOK, source="october")
    again, is_new = prices.publish(BOOK, source="once more")
    assert (again, is_new, again.source) == (first, False, "october")
    assert (PriceBook.objects.count(), Price.objects.count()) == (1, 3)


def test_an_older_book_published_again_does_not_come_back_into_force() -> None:
    prices.publish(BOOK, source="october")
    newer, _ = prices.publish(BOOK.replace("image,8", "image,9"), source="november")
    prices.publish(BOOK, source="october")
    assert prices.current() == newer


@pytest.mark.parametrize(
    "row", ["engine/clip,480p,included,second,20", "engine/x,480p,n/a,furlong,1", "a,b,c"]
)
def test_a_book_that_can_not_be_read_changes_nothing(row: str) -> None:
    book, _ = prices.publish(BOOK, source="october")
    with pytest.raises(BadPriceBook):
        prices.publish(f"{BOOK}{row}\n", source="bad")
    assert prices.current() == book
    assert PriceBook.objects.count() == 1


def test_no_book_at_all_is_told() -> None:
    with pytest.raises(Unavailable):
        prices.current()


def test_a_price_below_a_cent_is_kept_as_it_is() -> None:
    prices.publish(BOOK + "engine/voice,any,n/a,second,0.065\n", source="fine")
    assert Price.objects.get(model="engine/voice").credits == Credits("0.065")


def test_the_book_that_ships_with_pod_can_be_published_and_says_so_once() -> None:
    told = [StringIO(), StringIO()]
    for out in told:
        call_command("load_prices", stdout=out)
    book = prices.current()
    assert told[0].getvalue() == (
        f"Price book 1 (pricebook-2026-10.csv, {book.prices.count()} prices) is published.\n"
    )
    assert told[1].getvalue().endswith("was published before.\n")
    assert book.prices.count() > 100


def test_every_price_that_ships_is_kept_exactly() -> None:
    call_command("load_prices", stdout=StringIO())
    rows = pricing.read_rows(prices.SHIPPED.read_text())
    stored = {
        (price.model, price.resolution, price.audio, price.unit): price.credits
        for price in Price.objects.all()
    }
    assert stored == {(row.model, row.resolution, row.audio, row.unit): row.credits for row in rows}


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(CommandError, match="nowhere"):
        call_command("load_prices", "nowhere.csv")

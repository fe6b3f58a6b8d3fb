from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DataError, IntegrityError, connection, transaction

from billing import port, pricing
from billing.errors import GateChanged
from billing.models import Price, PriceBook
from billing.port import Planned, Spec
from billing.pricing import BadPriceBook
from billing.services import prices
from core.amounts import Credits
from core.errors import Unavailable
from tests.billing.bills import BOOK, FILM, approve, figures, payer, show, work

pytestmark = pytest.mark.django_db


def test_the_newest_book_is_in_force() -> None:
    first, is_new = prices.publish(BOOK, source="october")
    second, _ = prices.publish(BOOK.replace("image,8", "image,9"), source="november")
    assert is_new
    assert (first.version, second.version) == (1, 2)
    assert prices.current() == second


def test_books_are_counted_on_from_the_newest() -> None:
    books = [prices.publish(BOOK.replace("image,8", f"image,{cost}"), source="x")[0] for cost in (8, 9, 10)]
    assert [book.version for book in books] == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_a_book_that_can_not_be_written_leaves_no_part_of_it() -> None:
    with pytest.raises(DataError):
        prices.publish(BOOK.replace("engine/still", "x" * 101), source="x")
    assert not PriceBook.objects.exists()


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
        f"Price book 1 (pricebook-2026-10.csv, {book.prices.count()} prices, seen up to 2026-10-07) is published.\n"
    )
    assert told[1].getvalue().endswith("was published before; version 1 is in force.\n")
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


def test_the_difference_to_the_version_before_is_printed(tmp_path: Path) -> None:
    prices.publish(BOOK, source="october")
    newer = BOOK.replace("image,8", "image,9.5").replace("engine/clip,480p,included,second,19\n", "")
    file = tmp_path / "november.csv"
    file.write_text(newer + "engine/new,1K,n/a,image,4\n")
    out = StringIO()
    call_command("load_prices", str(file), stdout=out)
    assert out.getvalue().splitlines() == [
        "Price book 2 (november.csv, 3 prices) is published.",
        "Against version 1: 3 differences.",
        "  engine/clip · 480p · sound included · per second: 19.0000 -> none",
        "  engine/new · 1K · sound n/a · per image: none -> 4.0000",
        "  engine/still · 1K · sound n/a · per image: 8.0000 -> 9.5000",
    ]


PAST_CHANGES: list[Callable[[PriceBook], object]] = [
    lambda book: book.prices.update(credits=1),
    lambda book: book.prices.all().delete(),
    lambda book: book.prices.create(model="x", unit="image", credits=1),
    lambda book: PriceBook.objects.filter(pk=book.pk).update(source="forged"),
    lambda book: PriceBook.objects.filter(pk=book.pk).update(published_at=None),
    lambda book: PriceBook.objects.filter(pk=book.pk)._raw_delete("default"),
]


@pytest.mark.parametrize("forge", PAST_CHANGES)
def test_a_published_book_is_never_changed(forge: Callable[[PriceBook], object]) -> None:
    book, _ = prices.publish(BOOK, source="october")
    with pytest.raises(IntegrityError, match="a published price book never changes"), transaction.atomic():
        forge(book)


@pytest.mark.parametrize("table", ["billing_pricebook", "billing_price", "billing_ledgerentry"])
def test_no_book_and_no_chain_is_ever_emptied(table: str) -> None:
    prices.publish(BOOK, source="october")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(f"TRUNCATE {table} CASCADE")


def test_a_book_that_is_not_published_yet_prices_nothing() -> None:
    book, _ = prices.publish(BOOK, source="october")
    PriceBook.objects.create(version=2, source="half written", digest="x")
    assert prices.current() == book


def test_a_price_that_changed_between_bill_and_answer_refuses_the_answer_and_tells_each_difference() -> None:
    who = payer()
    still = Planned(
        work="a", kind="still", label="ada", spec=Spec(model="engine/still", kind="still", resolution="1K")
    )
    gate = show(who, [still, *work("2.00")])
    prices.publish(BOOK.replace("image,8", "image,9"), source="november")
    with pytest.raises(GateChanged) as refusal:
        approve(who, gate)
    assert refusal.value.extras["changed"] == ["ada: 8.00 before, 9.00 now"]
    assert figures(who) == ("0.00", "0.00")
    assert port.open_gate_of(who.studio_id, FILM) is not None


def test_a_new_book_that_leaves_the_bill_s_prices_alone_refuses_nothing() -> None:
    who = payer()
    still = Planned(
        work="a", kind="still", label="ada", spec=Spec(model="engine/still", kind="still", resolution="1K")
    )
    gate = show(who, [still])
    prices.publish(BOOK.replace("second,19", "second,20"), source="november")
    approve(who, gate)
    assert figures(who) == ("8.00", "0.00")

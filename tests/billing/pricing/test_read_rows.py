from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import billing
from billing.pricing import BadPriceBook, PriceRow, read_rows

HEADING = "model,kind,resolution,audio,unit,credits,usd,source,asof\n"
SHIPPED = Path(billing.__path__[0]) / "data" / "pricebook-2026-10.csv"


def line(
    model: str = "a-model", resolution: str = "720p", unit: str = "second", credits: str = "1.75"
) -> str:
    return f"{model},video,{resolution},off,{unit},{credits},0.00875,a price list,2026-09-09\n"


def test_it_reads_exact_credits() -> None:
    seen = date(2026, 9, 9)
    assert read_rows(HEADING + line()) == [
        PriceRow("a-model", "720p", "off", "second", Decimal("1.75"), seen)
    ]


def test_a_month_that_is_all_that_is_known_is_its_first_day() -> None:
    assert [row.as_of for row in read_rows(HEADING + line().replace("2026-09-09", "2025-10"))] == [
        date(2025, 10, 1)
    ]


def test_it_reads_the_shipped_book_whole() -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert len(read_rows(text)) == len(text.splitlines()) - 1 == 524


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (line(credits="cheap"), "the credits are not a number: 'cheap'"),
        (line(credits="-1"), "the credits are not an amount: '-1'"),
        (line(credits="NaN"), "the credits are not an amount: 'NaN'"),
        (line(credits=""), "the credits are not a number: ''"),
        (line(unit="minute"), "the unit is not one we know: 'minute'"),
        (line().replace("2026-09-09", "lately"), "the date is not one: 'lately'"),
        (line(model=" "), "the model is empty"),
        (line(resolution="720p@5"), "the length of the clip is not in seconds: '720p@5'"),
        ("a-model,video,720p\n", "it has more or fewer fields than the heading"),
        (line().strip() + ",extra\n", "it has more or fewer fields than the heading"),
        (line(resolution="480p"), "it prices the same work as line 2"),
        (line(resolution="480P"), "it prices the same work as line 2"),
    ],
)
def test_it_names_the_line_that_is_wrong(bad: str, reason: str) -> None:
    with pytest.raises(BadPriceBook) as refusal:
        read_rows(HEADING + line(resolution="480p") + bad)
    assert (refusal.value.line, str(refusal.value)) == (3, f"Line 3 of the price book: {reason}.")


@pytest.mark.parametrize("text", ["", "model,resolution,audio,unit\n"])
def test_it_refuses_a_book_without_its_columns(text: str) -> None:
    with pytest.raises(BadPriceBook, match=r"Line 1 .* the column \w+ is missing"):
        read_rows(text)


def test_a_quoted_field_that_goes_on_after_its_quote_is_refused() -> None:
    with pytest.raises(BadPriceBook, match="expected after"):
        read_rows(HEADING + line(model='"a-model"x'))

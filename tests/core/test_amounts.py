from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import amounts
from core.amounts import ZERO, NotAnAmount

MOST = Decimal("999999999999.99")
credits_of_any_size = st.decimals(min_value=0, max_value=MOST, places=2)


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("800", "800.00"),
        ("12.5", "12.50"),
        ("12.50", "12.50"),
        (" 7 ", "7.00"),
        ("0", "0.00"),
        ("007", "7.00"),
    ],
)
def test_it_reads_what_a_person_writes(written: str, amount: str) -> None:
    assert amounts.text(amounts.parse(written)) == amount


def test_it_reads_the_largest_amount_a_column_holds() -> None:
    assert amounts.parse("999999999999.99") == MOST


@pytest.mark.parametrize("written", ["-1", "-0", "+5", "- 5"])
def test_it_refuses_a_sign(written: str) -> None:
    with pytest.raises(NotAnAmount):
        amounts.parse(written)


@pytest.mark.parametrize("written", ["NaN", "sNaN", "nan123", "Infinity", "inf"])
def test_it_refuses_what_is_no_number(written: str) -> None:
    with pytest.raises(NotAnAmount):
        amounts.parse(written)


@pytest.mark.parametrize("written", ["0.001", "12.345", "1e2", "1E-2", "15e-1", "1E+999999", "0E-999999"])
def test_it_refuses_fractions_of_a_cent_and_exponents_that_could_hide_them(written: str) -> None:
    with pytest.raises(NotAnAmount):
        amounts.parse(written)


@pytest.mark.parametrize("written", ["1000000000000", "999999999999.999", "9" * 5000])
def test_it_refuses_more_than_a_column_holds(written: str) -> None:
    with pytest.raises(NotAnAmount):
        amounts.parse(written)


@pytest.mark.parametrize(
    "written", ["", " ", ".", ".5", "5.", "1,000", "1_000", "1 000", "0x10", "٣", "１２", "5\n6"]
)
def test_it_refuses_any_other_spelling(written: str) -> None:
    with pytest.raises(NotAnAmount):
        amounts.parse(written)


@pytest.mark.parametrize("given_instead", [12, 1.5, True, None, b"5", Decimal("5")])
def test_it_reads_nothing_but_text(given_instead: object) -> None:
    with pytest.raises(NotAnAmount):
        amounts.parse(given_instead)  # type: ignore[arg-type]


@given(credits_of_any_size)
def test_what_is_told_reads_back_as_the_same_amount(amount: Decimal) -> None:
    assert amounts.parse(amounts.text(amount) or "") == amount


@given(st.text(alphabet="0123456789.eE+-_ NaInf٣", max_size=20))
def test_whatever_it_accepts_is_an_amount_with_two_places(written: str) -> None:
    try:
        amount = amounts.parse(written)
    except NotAnAmount:
        return
    assert ZERO <= amount <= MOST
    assert amount.as_tuple().exponent == -2


def test_no_ceiling_has_no_text() -> None:
    assert amounts.text(None) is None

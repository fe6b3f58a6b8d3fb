"""How much an account should have moved between two readings: exact where it can be, and bounds where it can not."""

from datetime import UTC, datetime, timedelta

import pytest

from core.amounts import Credits
from rendering.models import BalanceReading
from rendering.services.books.movement import Bounds, Course, Span, narrowest, span

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
PRICE = Credits("40.00")
NOTHING, ALL, OPEN = Bounds(Credits(0), Credits(0)), Bounds(PRICE, PRICE), Bounds(Credits(0), PRICE)


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def reading(minutes: float, balance: str = "1000", chat: tuple[str, str] = ("0", "0")) -> BalanceReading:
    """The account, asked at this minute; the answer took six seconds."""
    least, most = map(Credits, chat)
    return BalanceReading(
        asked_at=at(minutes), at=at(minutes + 0.1), balance=Credits(balance), chat_least=least, chat_most=most
    )


def order(sent: float, answered: float | None, back: float | None = None, kept: str = "0") -> Course:
    return Course(
        order="att_1", sent_at=at(sent), booked_by=None if answered is None else at(answered), price=PRICE,
        back_by=None if back is None else at(back), kept=Credits(kept),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "known"),
    [
        (order(1, 2), ALL),
        (order(-2, -1), NOTHING),
        (order(11, 12), NOTHING),
        (order(-1, 1), OPEN),  # sent before the first reading, answered after it
        (order(9, 11), OPEN),  # the same at the second
        (order(-1, 11), OPEN),
        (order(0.05, 1), OPEN),  # sent while the first reading was on its way
        (order(9, 10.05), OPEN),  # answered while the second was
        (order(1, None), OPEN),  # in doubt: perhaps never
        (order(-5, None), OPEN),
        (order(11, None), NOTHING),
        (order(1, 2, back=3), NOTHING),  # booked and given back
        (order(-5, -4, back=-1), NOTHING),
        (order(-5, -4, back=5), Bounds(-PRICE, Credits(0))),
        (order(-5, -4, back=12), Bounds(-PRICE, Credits(0))),
    ],
)
def test_an_order_moves_the_account_by_what_its_times_allow(one: Course, known: Bounds) -> None:
    assert span(reading(0), reading(10), [one]).known == known


def test_what_a_failure_kept_stays_gone() -> None:
    assert span(reading(0), reading(10), [order(1, 2, back=3, kept="15")]).known == Bounds(
        Credits(15), Credits(15)
    )


def test_a_failure_whose_end_is_seen_after_the_second_reading_may_be_back_or_not() -> None:
    assert span(reading(0), reading(10), [order(1, 2, back=12)]).known == OPEN


def test_bounds_of_several_orders_add_up() -> None:
    known = span(reading(0), reading(10), [order(1, 2), order(3, 4), order(9, 11)]).known
    assert known == Bounds(2 * PRICE, 3 * PRICE)


def test_questions_to_the_language_model_count_between_what_was_known_and_what_was_open() -> None:
    one = span(reading(0, chat=("1", "3")), reading(10, chat=("4", "4.5")), [])
    assert one.known == Bounds(Credits(1), Credits("3.5"))


@pytest.mark.parametrize(
    ("after", "gap"),
    [
        ("960", "0"),
        ("959.99", "0"),  # each reading is rounded down
        ("950", "10"),
        ("970", "-10"),
        ("1500", "-540"),
    ],
)
def test_a_gap_is_what_no_order_explains(after: str, gap: str) -> None:
    assert span(reading(0), reading(10, after), [order(1, 2)]).gap == Credits(gap)


@pytest.mark.parametrize(
    ("after", "gap"), [("1000", "0"), ("980", "0"), ("960", "0"), ("955", "5"), ("1003", "-3")]
)
def test_within_bounds_nothing_is_certain(after: str, gap: str) -> None:
    assert span(reading(0), reading(10, after), [order(9, 11)]).gap == Credits(gap)


def test_a_balance_that_went_up_by_itself_was_topped_up_and_one_that_shrank_too_little_was_not() -> None:
    assert span(reading(0), reading(10, "1500"), [order(1, 2)]).has_gained
    assert not span(reading(0), reading(10, "970"), [order(1, 2)]).has_gained
    assert not span(reading(0), reading(10, "1040"), [order(-5, -4, back=5)]).has_gained


def test_the_narrowest_pair_of_readings_is_chosen_and_of_equals_the_nearest() -> None:
    wide, near, far = reading(9.5), reading(20), reading(30)
    chosen = narrowest([reading(0), reading(-10)], [wide, near, far], [order(9, 11)])
    assert isinstance(chosen, Span)
    assert (chosen.before.asked_at, chosen.after) == (at(0), near)
    assert narrowest([], [near], []) is None

"""One word for what became of each line."""

from collections.abc import Callable

import pytest

from rendering.models import Attempt, Film
from tests.rendering.statement.months import Month, casting_of, take_of, told

pytestmark = pytest.mark.django_db
COLUMNS = ("name", "tier", "engine", "outcome", "billed", "spent", "held")


@pytest.fixture
def month() -> Month:
    return Month.of()


@pytest.fixture
def film(month: Month) -> Film:
    return month.film()


def test_what_is_set_aside_is_in_production_ordered_or_not(month: Month, film: Film) -> None:
    waits, sent = take_of(film, 1), take_of(film, 2, status="ordered")
    _, line = month.approve(film, (waits, "10.00"), (sent, "12.00"))
    month.order(sent, line, "sent")
    assert told(month.read(), *COLUMNS) == [
        ("shot-01", "draft", "seedance-1.5", "in_production", "10.00", "0.00", "10.00"),
        ("shot-02", "draft", "seedance-1.5", "in_production", "12.00", "0.00", "12.00"),
    ]


def test_what_is_paid_and_not_home_yet_is_in_production(month: Month, film: Film) -> None:
    take = take_of(film, 1, status="ordered")
    (line,) = month.approve(film, (take, "10.00"))
    month.order(take, line, "succeeded")
    month.pay(line, "9.00")
    assert told(month.read(), "outcome", "spent", "held") == [("in_production", "9.00", "0.00")]


def test_what_is_paid_and_ready_is_delivered(month: Month, film: Film) -> None:
    sheet = take_of(film, "Mira", "still", status="ready")
    (line,) = month.approve(film, (sheet, "6.50"))
    month.pay(line, "6.50")
    assert told(month.read(), *COLUMNS) == [
        ("Mira", "still", "seedream", "delivered", "6.50", "6.50", "0.00")
    ]


def test_an_order_that_failed_for_good_is_shown_with_the_nothing_it_cost(month: Month, film: Film) -> None:
    take = take_of(film, 1, status="ordered")
    (line,) = month.approve(film, (take, "10.00"))
    month.order(take, line, "failed")
    month.give_back(line)
    month.end(take, "failed")
    assert told(month.read(), *COLUMNS) == [
        ("shot-01", "draft", "seedance-1.5", "failed", "10.00", "0.00", "0.00")
    ]


def test_an_order_that_never_left_is_abandoned_also_when_its_take_fails_on_a_later_bill(
    month: Month, film: Film
) -> None:
    take = take_of(film, 1, status="ordered")
    (refused,) = month.approve(film, (take, "10.00"))
    month.order(take, refused, "failed")
    month.give_back(refused)
    (again,) = month.approve(film, (take, "10.00"))
    month.order(take, again, "failed")
    month.give_back(again)
    month.end(take, "failed")
    assert told(month.read(), "id", "outcome") == [(refused, "abandoned"), (again, "failed")]


def test_an_order_that_never_left_is_abandoned_while_its_take_waits_for_another_bill(
    month: Month, film: Film
) -> None:
    take = take_of(film, 1)
    (refused,) = month.approve(film, (take, "10.00"))
    month.order(take, refused, "failed")
    month.give_back(refused)
    assert told(month.read(), "outcome") == [("abandoned",)]


def test_a_shot_that_was_dropped_is_abandoned_even_where_nothing_of_it_is_left(
    month: Month, film: Film
) -> None:
    take = take_of(film, 1, "still")
    (line,) = month.approve(film, (take, "6.50"))
    month.give_back(line)
    shot = take.shot
    assert shot is not None
    take.delete()
    shot.delete()
    assert told(month.read(), *COLUMNS) == [("shot-01", "still", "test", "abandoned", "6.50", "0.00", "0.00")]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("ready", "superseded"), ("ordered", "delivered"), ("planned", "delivered"), ("failed", "delivered")],
)
def test_a_take_is_superseded_once_a_later_one_of_its_shot_and_tier_is_ready(
    month: Month, film: Film, status: str, outcome: str
) -> None:
    first = take_of(film, 1, status="ready")
    (line,) = month.approve(film, (first, "10.00"))
    month.pay(line, "10.00")
    take_of(film, 1, number=2, status=status)
    take_of(film, 1, "master", number=3, status="ready")
    take_of(film, 2, number=4, status="ready")
    assert told(month.read(), "outcome", "spent") == [(outcome, "10.00")]


def test_a_lost_answer_is_in_doubt_and_its_credits_set_aside(month: Month, film: Film) -> None:
    take = take_of(film, 1, status="ordered")
    (line,) = month.approve(film, (take, "10.00"))
    month.order(take, line, "in_doubt")
    assert told(month.read(), "outcome", "spent", "held") == [("in_doubt", "0.00", "10.00")]


def test_a_free_retry_is_the_same_line(month: Month, film: Film) -> None:
    take = take_of(film, 1, status="ready")
    (line,) = month.approve(film, (take, "10.00"))
    for status in ("failed", "succeeded"):
        month.order(take, line, status)
    month.pay(line, "10.00")
    assert Attempt.objects.for_studio(month.studio_id).count() == 2
    assert told(month.read(), "id", "outcome", "spent") == [(line, "delivered", "10.00")]


def test_a_line_that_was_given_back_before_a_recast_keeps_its_own_engine(month: Month, film: Film) -> None:
    take = take_of(film, 1)
    (line,) = month.approve(film, (take, "10.00"))
    month.give_back(line)
    take.engine, take.spec = "veo-3.1", {"model": "veo3", "resolution": "720p"}
    take.save()
    assert told(month.read(), "engine", "outcome") == [("test", "abandoned")]


@pytest.mark.parametrize(
    ("status", "end", "outcome"),
    [
        ("queued", None, "in_production"), ("asking", None, "in_production"), ("in_doubt", None, "in_doubt"),
        ("done", "pay", "delivered"), ("failed", "give_back", "failed"),
    ],
)  # fmt: skip
def test_a_casting_on_its_own_is_told_as_one(
    month: Month, status: str, end: str | None, outcome: str
) -> None:
    _, line = casting_of(month, status)
    ends: dict[str | None, Callable[[], None]] = {
        None: lambda: None, "pay": lambda: month.pay(line, "0.42"), "give_back": lambda: month.give_back(line),
    }  # fmt: skip
    ends[end]()
    (row,) = month.read()["lines"]
    assert (row["film"], row["film_id"], row["tier"], row["outcome"]) == ("casting", None, "plan", outcome)
    assert row["engine"] == "gemini-2.5-flash"

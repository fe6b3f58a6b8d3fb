"""Three days before the provider forgets a result, somebody is told."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.test import Client
from structlog.testing import capture_logs

from rendering.services import sweeping
from tests.rendering.collection.conftest import Paid


def health() -> tuple[int, str]:
    answer = Client().get("/health/ready")
    return answer.status_code, answer.json()["collection"]


def made(paid: Paid, **ago: int) -> None:
    paid.change(sending_at=Now() - timedelta(**ago))


def test_the_film_the_log_and_the_health_page_are_told_on_the_eleventh_day(paid: Paid) -> None:
    made(paid, days=11, minutes=1)
    with capture_logs() as said:
        sweeping.left_behind()
    (sentence,) = paid.told("take.overdue")
    assert sentence.startswith("shot-01 is paid and made, but could not be fetched for 11 days.")
    assert [line["log_level"] for line in said if line["event"] == "take.collect.overdue"] == ["error"]
    status, word = health()
    assert (status, word.partition(":")[0]) == (503, "overdue")


def test_each_is_told_once_however_often_the_sweep_looks(paid: Paid) -> None:
    made(paid, days=12)
    for _ in range(3):
        sweeping.left_behind()
        paid.film.events.create(kind="take.ready", text="something else was told since", is_notice=True)
    assert len(paid.told("take.overdue")) == 1


def test_nobody_is_told_before(paid: Paid) -> None:
    made(paid, days=10, hours=23)
    sweeping.left_behind()
    assert paid.told("take.overdue") == []
    assert health() == (200, "ok")


@pytest.mark.parametrize("status", ["sent", "in_doubt"])
def test_what_may_be_made_and_is_not_settled_is_told_too(paid: Paid, status: str) -> None:
    made(paid, days=11, minutes=1)
    paid.change(status=status)
    sweeping.left_behind()
    (sentence,) = paid.told("take.overdue")
    assert sentence.startswith("shot-01 may be made, but is not settled for 11 days.")
    assert health()[0] == 503


@pytest.mark.parametrize("fields", [{"is_collected": True}, {"status": "failed"}])
def test_what_is_home_or_was_never_made_is_not_overdue(paid: Paid, fields: dict[str, object]) -> None:
    made(paid, days=13)
    paid.change(**fields)
    sweeping.left_behind()
    assert paid.told("take.overdue") == []
    assert health() == (200, "ok")


def test_it_is_tried_all_the_same_and_the_alarm_ends_when_it_is_home(paid: Paid) -> None:
    made(paid, days=13)
    paid.change(next_look_up_at=Now() - timedelta(minutes=1))
    assert paid.attempt_id in sweeping.left_behind().to_collect
    assert paid.collect()
    assert health() == (200, "ok")

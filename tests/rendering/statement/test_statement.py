"""The month's statement over the API: whose it is, which month it is, and sums that are the ledger's."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.models import Cap
from billing.services import topups
from core import clock
from core.amounts import Credits
from rendering.models import Film
from tests.billing.bills import change
from tests.rendering.statement.months import Month, casting_of, take_of, told
from tests.studios.doors import door_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def month() -> Month:
    """Two films under two licenses: 6.50 and 10 spent, 20 set aside, 12 given back."""
    made = Month.of()
    first, second = made.film("bus-stop"), made.film("harbour")
    other = door_of(made.door.studio, label="second desk")
    sheet, draft, master = (
        take_of(first, "Mira", "still", status="ready"),
        take_of(first, 1, status="ready"),
        take_of(first, 1, "master"),
    )
    lines = made.approve(first, (sheet, "6.50"), (draft, "10.00"), (master, "20.00"))
    made.pay(lines[0], "6.50")
    payer = type(made.payer)(studio_id=made.studio_id, timezone="UTC", license=other.license.public_id)
    (dropped,) = made.approve(second, (take_of(second, 1), "12.00"), payer=payer)
    made.pay(lines[1], "10.00")
    made.give_back(dropped)
    return made


def sums(totals: list[dict[str, Any]]) -> list[tuple[str, int, str, str, str]]:
    return [(one["name"], one["lines"], one["billed"], one["spent"], one["held"]) for one in totals]


def test_totals_by_film_tier_engine_and_license_each_come_to_the_month(month: Month) -> None:
    document = month.read()
    licenses = [line["license"] for line in document["lines"]]
    assert sums(document["by_film"]) == [
        ("bus-stop", 3, "36.50", "16.50", "20.00"),
        ("harbour", 1, "12.00", "0.00", "0.00"),
    ]
    assert sums(document["by_tier"]) == [
        ("still", 1, "6.50", "6.50", "0.00"),
        ("draft", 2, "22.00", "10.00", "0.00"),
        ("master", 1, "20.00", "0.00", "20.00"),
    ]
    assert [one[:1] + one[3:] for one in sums(document["by_engine"])] == [
        ("seedream", "6.50", "0.00"),
        ("seedance-1.5", "10.00", "0.00"),
        ("kling-3.0", "0.00", "20.00"),
    ]
    assert [one[:2] + one[3:] for one in sums(document["by_license"])] == [
        (licenses[0], 3, "16.50", "20.00"),
        (licenses[3], 1, "0.00", "0.00"),
    ]
    figures = {name: document[name] for name in ("ceiling", "spent", "held", "left")}
    assert figures == {"ceiling": "1000.00", "spent": "16.50", "held": "20.00", "left": "963.50"}


def test_a_film_called_casting_stays_apart_from_the_castings(month: Month) -> None:
    film = month.film("casting")
    month.approve(film, (take_of(film, 1), "5.00"))
    for _ in range(2):
        casting_of(month, "queued")
    totals = [one for one in month.read()["by_film"] if one["name"] == "casting"]
    assert [(one["id"], one["lines"]) for one in totals] == [(film.public_id, 1), (None, 2)]


def test_a_film_s_lines_stand_together_however_late_one_was_approved(month: Month) -> None:
    film = Film.objects.for_studio(month.studio_id).get(name="bus-stop")
    month.approve(film, (take_of(film, 2), "5.00"))
    assert [line[0] for line in told(month.read(), "film")] == [*["bus-stop"] * 4, "harbour"]


@pytest.mark.parametrize("role", ["viewer", "producer"])
def test_only_admins_may_see_it_although_it_is_only_read(month: Month, role: str) -> None:
    door = door_of(month.door.studio, role=role)
    answer = month.ask(door=door)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert door.get("/credits").status_code == 200


def test_another_studio_sees_nothing_of_it(month: Month) -> None:
    document = Month.of("nadir").read()
    assert (document["lines"], document["spent"], document["held"]) == ([], "0.00", "0.00")


def test_it_names_the_top_ups_that_raised_the_month(month: Month) -> None:
    topups.give(month.studio_id, Credits(50), reason="a trailer", expires_at=None, timezone="UTC", by="op")
    document = month.read()
    (top_up,) = document["top_ups"]
    assert (document["ceiling"], top_up["amount"], top_up["reason"]) == ("1050.00", "50.00", "a trailer")
    assert (top_up["has_ended"], top_up["granted_by"], top_up["expires_at"]) == (False, "op", None)


def test_without_a_month_it_is_this_one_where_the_studio_is() -> None:
    for number, zone in enumerate(("Etc/GMT+12", "Asia/Kolkata", "Etc/GMT-14")):
        shown = Month.of(f"studio-{number}", timezone=zone).read()["month"]
        assert shown == clock.now().astimezone(ZoneInfo(zone)).strftime("%Y-%m")


def test_a_month_is_asked_for_by_name(month: Month) -> None:
    document = month.read()
    Cap.objects.for_studio(month.studio_id).update(month=date(2020, 2, 1))
    before = month.read("?month=2020-02")
    assert (before["month"], before["spent"]) == ("2020-02", document["spent"])
    assert before["lines"] == document["lines"]


def test_an_empty_month_has_zeros(month: Month) -> None:
    document = month.read("?month=2020-02")
    assert document == {
        "month": "2020-02", "ceiling": "1000.00", "spent": "0.00", "held": "0.00", "left": "1000.00", "top_ups": [],
        "by_film": [], "by_tier": [], "by_engine": [], "by_license": [], "lines": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    "written",
    [
        "2026", "2026-13", "2026-00", "0000-01", "2026-1", "2026-11-01", "november", "", "-2026-11", "２０２６-11",
        "2026-11%00",
    ],
)  # fmt: skip
def test_what_is_no_month_is_refused_in_a_sentence(month: Month, written: str) -> None:
    answer = month.ask(f"?month={written}")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_input")
    assert answer.json()["fields"] == {"month": ["Write the month as year and month, such as 2026-11."]}


@pytest.mark.parametrize("field", ["spent", "held"])
@pytest.mark.parametrize("query", ["", "?format=csv"])
def test_a_statement_that_does_not_add_up_is_not_shown(month: Month, field: str, query: str) -> None:
    cap = Cap.objects.for_studio(month.studio_id).filter(scope="studio_month")
    change(cap.model, **{field: getattr(cap.get(), field) + Decimal("0.01")})
    answer = month.ask(query)
    assert (answer.status_code, answer.json()["code"]) == (503, "statement_does_not_add_up")
    assert answer["Content-Type"] == "application/problem+json"
    assert "Nothing was spent" in answer.json()["detail"]
    assert "16.50" not in answer.content.decode()


def test_a_month_that_has_spent_without_a_line_is_not_shown() -> None:
    month = Month.of()
    film = month.film()
    month.approve(film, (take_of(film, 1), "10.00"))
    Cap.objects.for_studio(month.studio_id).update(month=date(2020, 2, 1))
    cap = Cap.objects.create(
        studio=month.door.studio, scope="studio_month", month=date(2020, 3, 1), ceiling=100
    )
    Cap.objects.for_studio(month.studio_id).filter(pk=cap.pk).update(spent=1)
    assert month.ask("?month=2020-03").json()["code"] == "statement_does_not_add_up"
    assert month.ask("?month=2020-02").status_code == 200


def test_times_are_instants_with_the_one_that_is_still_open_empty(month: Month) -> None:
    lines = month.read()["lines"]
    placed = datetime.fromisoformat(lines[0]["placed_at"])
    assert abs(placed - clock.now()) < timedelta(days=1)
    assert [line["resolved_at"] is None for line in lines] == [False, False, True, False]


def test_twenty_films_take_no_more_queries_than_one() -> None:
    asked = []
    for slug, count in [("lumen", 1), ("nadir", 20)]:
        month = Month.of(slug)
        for number in range(count):
            film = month.film(f"film-{number}")
            takes = [take_of(film, place, status="ready") for place in range(1, 4)]
            for take, line in zip(
                takes, month.approve(film, *((take, "1.00") for take in takes)), strict=True
            ):
                month.order(take, line, "succeeded")
                month.pay(line, "1.00")
        with CaptureQueriesContext(connection) as captured:
            assert len(month.read()["lines"]) == 3 * count
        asked.append(len(captured))
    assert asked == [9, 9]

"""How often the hot routes ask the database: a fixed number of times, however much there is to tell."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing import port
from billing.port import Payer
from billing.services import caps, prices
from core.amounts import Credits
from rendering.models import Cut, Event, Film, Shot
from rendering.services import productions
from studios.models import Studio
from tests.billing.bills import BOOK, approve, show, work
from tests.studios.doors import Door, door_of, open_studio

pytestmark = pytest.mark.django_db
CASTING = {
    "hero_engine": "seedance-2", "clips_engine": "seedance-2", "stills_engine": "nano-banana", "reason": "x",
}  # fmt: skip


@pytest.fixture
def door() -> Door:
    made = open_studio()
    prices.publish(BOOK, source="test")
    caps.set_allowance(made.studio.pk, Credits("100000"), timezone="UTC")
    return made


def film(door: Door, number: int) -> Film:
    """A film with a budget, something held, a cut, a notice, and a bill that waits for an answer."""
    who = Payer(studio_id=door.studio.pk, timezone="UTC", license=door.license.public_id)
    row = Film.objects.create(
        studio=door.studio, license=who.license, name=f"film-{number}", idea="robots", duration_seconds=30,
        aspect="16:9", language="english", resolution="1080p",
    )  # fmt: skip
    Event.objects.create(film=row, kind="film.started", text="Begun.", is_notice=True)
    Cut.objects.create(film=row, number=1, edl={"clips": []}, frames=24, status="ready")
    port.set_budget(who.studio_id, subject=row.public_id, ceiling=Credits("500"))
    approve(who, show(who, work("5.00", film=row.public_id), film=row.public_id))
    show(who, work("10.00", "11.00", film=row.public_id, first=2), film=row.public_id)
    return row


def queries(door: Door, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert door.get(path).status_code == 200
    return len(asked)


def test_credits_asks_eight_times_and_once_more_for_an_own_key(door: Door) -> None:
    film(door, 1)
    assert queries(door, "/credits") == 8
    film(door, 2)
    assert queries(door, "/credits") == 8
    Studio.objects.filter(pk=door.studio.pk).update(plan="own_key")
    assert queries(door, "/credits") == 9


def test_twenty_films_take_no_more_queries_than_one(door: Door) -> None:
    film(door, 1)
    for_one = queries(door, "/films")
    for number in range(2, 21):
        film(door, number)
    answer = door.get("/films").json()
    assert len(answer["results"]) == 20
    assert {
        (one["held"], one["budget"], one["gate"]["kind"], one["cut"]["number"]) for one in answer["results"]
    } == {("5.00", "500.00", "cost", 1)}
    assert queries(door, "/films") == for_one == 8


def test_one_film_takes_as_many_queries_as_its_card(door: Door) -> None:
    name = film(door, 1).name
    assert queries(door, f"/films/{name}") == 9


def test_approving_a_hundred_lines_takes_no_more_queries_than_one(door: Door) -> None:
    who = Payer(studio_id=door.studio.pk, timezone="UTC", license=door.license.public_id)
    asked = []
    for name, count in [("flm_a", 1), ("flm_b", 100)]:
        gate = show(who, work(*["1.00"] * count, film=name), film=name)
        with CaptureQueriesContext(connection) as captured:
            approve(who, gate)
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_an_answer_over_http_asks_as_often_for_a_hundred_lines_as_for_one(door: Door) -> None:
    prices.publish(prices.SHIPPED.read_text(), source="shipped")
    first: list[int] = []
    again: list[int] = []
    for name, shots in [("one", 1), ("hundred", 100)]:
        made = Film.objects.create(
            studio=door.studio, license=door.license.public_id, name=name, idea="x", duration_seconds=5, aspect="16:9",
            language="english", resolution="720p", stage="cost", is_drafts_only=True, casting=CASTING,
        )  # fmt: skip
        Shot.objects.bulk_create(Shot(film=made, number=number, seconds=5) for number in range(1, shots + 1))
        assert productions.advance(made.pk)
        gate = door.get(f"/films/{name}/gate").json()
        body = {"gate": gate["id"], "digest": gate["digest"], "answer": "approve"}
        for asked in (first, again):
            with CaptureQueriesContext(connection) as captured:
                assert door.post(f"/films/{name}/gate/answer", body, once=name).status_code == 200
            asked.append(len(captured))
    assert first == [35, 35]
    assert again == [6, 6]


def test_a_top_up_asks_a_fixed_number_of_times(door: Door) -> None:
    admin = door_of(door.studio, role="admin")
    asked = []
    for number in range(3):
        with CaptureQueriesContext(connection) as captured:
            admin.post("/topups", {"amount": "1", "reason": "x"}, once=f"key-{number}")
        asked.append(len(captured))
    assert asked[1] == asked[2] <= 20

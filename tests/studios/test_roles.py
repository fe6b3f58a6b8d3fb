import pytest

from rendering.models import Film
from studios.access.bearer import caller_of
from studios.access.caller import ROLES
from studios.models import Studio
from tests.studios.doors import door_of, open_studio

pytestmark = pytest.mark.django_db
FILM = {"idea": "two robots fall in love at a bus stop"}


def films(studio: Studio) -> int:
    return Film.objects.for_studio(studio.pk).count()


def test_a_viewer_reads_and_does_nothing() -> None:
    door = open_studio(role="viewer")
    answer = door.post("/films", FILM)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert films(door.studio) == 0
    assert door.get("/films").status_code == 200


@pytest.mark.parametrize("role", ["producer", "admin"])
def test_a_producer_and_an_admin_start_films(role: str) -> None:
    door = open_studio(role=role)
    assert door.post("/films", FILM).status_code == 201
    assert films(door.studio) == 1


def test_what_is_read_may_take_a_role_too() -> None:
    doors = {role: open_studio(role, role=role) for role in ROLES}
    answers = {role: door.get("/statement").status_code for role, door in doors.items()}
    assert answers == {"viewer": 403, "producer": 403, "admin": 200}
    assert {door.get("/credits").status_code for door in doors.values()} == {200}


def test_each_role_includes_the_ones_below_it() -> None:
    callers = {role: caller_of(open_studio(role, role=role).license) for role in ROLES}
    may = {role: [other for other in ROLES if caller.may(other)] for role, caller in callers.items()}
    assert may == {
        "viewer": ["viewer"], "producer": ["viewer", "producer"], "admin": ["viewer", "producer", "admin"],
    }  # fmt: skip


def test_a_frozen_studio_reads_and_starts_nothing() -> None:
    door = open_studio()
    Studio.objects.filter(pk=door.studio.pk).update(state="frozen")
    answer = door.post("/films", FILM)
    assert (answer.status_code, answer.json()["code"]) == (403, "studio_frozen")
    assert films(door.studio) == 0
    assert door.get("/me").json()["studio"]["state"] == "frozen"
    assert door_of(door.studio).get("/films").status_code == 200


def test_another_studio_is_not_frozen_with_it() -> None:
    door, other = open_studio("lumen"), open_studio("nadir")
    Studio.objects.filter(pk=door.studio.pk).update(state="frozen")
    assert other.post("/films", FILM).status_code == 201

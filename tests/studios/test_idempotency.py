from threading import Event
from typing import Any

import pytest

from core.errors import WrongState
from rendering.models import Film
from studios.models import IdempotencyRecord, Quota, Studio
from studios.services import idempotency, tenants
from studios.services.idempotency import Answer, IdempotencyInProgress, IdempotencyMismatch
from tests.core.at_once import at_once, meanwhile
from tests.studios.doors import Door, door_of, open_studio

pytestmark = pytest.mark.django_db
FILM = {"idea": "two robots fall in love at a bus stop"}


def films(door: Door) -> int:
    return Film.objects.for_studio(door.studio.pk).count()


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_the_same_request_again_gets_the_first_answer_and_does_nothing() -> None:
    door = open_studio()
    first, again = (door.post("/films", FILM, once="k1") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert "Idempotent-Replayed" not in first
    assert again["Idempotent-Replayed"] == "true"
    assert films(door) == 1


def test_the_order_of_a_body_s_members_does_not_make_it_another() -> None:
    door = open_studio()
    door.post("/films", {"idea": "a harbour", "language": "telugu"}, once="k1")
    again = door.post("/films", {"language": "telugu", "idea": "a harbour"}, once="k1")
    assert again["Idempotent-Replayed"] == "true"


def test_another_body_under_the_same_key_is_refused() -> None:
    door = open_studio()
    door.post("/films", FILM, once="k1")
    assert code(door.post("/films", {"idea": "a harbour at dawn"}, once="k1")) == (
        409,
        "idempotency_mismatch",
    )
    assert films(door) == 1


def test_another_route_under_the_same_key_is_refused() -> None:
    door = open_studio()
    name = door.post("/films", FILM, once="k1").json()["name"]
    assert code(door.post(f"/films/{name}/stop", FILM, once="k1")) == (409, "idempotency_mismatch")


def test_another_key_is_another_request() -> None:
    door = open_studio()
    names = {door.post("/films", FILM, once=once).json()["name"] for once in ("k1", "k2")}
    assert len(names) == films(door) == 2


def test_another_studio_s_keys_are_its_own() -> None:
    door, other = open_studio("lumen"), open_studio("nadir")
    door.post("/films", FILM, once="k1")
    assert "Idempotent-Replayed" not in other.post("/films", FILM, once="k1")
    assert films(other) == 1


def test_two_licenses_of_a_studio_share_its_keys() -> None:
    door = open_studio()
    door.post("/films", FILM, once="k1")
    assert door_of(door.studio).post("/films", FILM, once="k1")["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize("once", ["", "   ", "k" * 101])
def test_a_post_without_a_usable_key_does_nothing(once: str) -> None:
    door = open_studio()
    assert code(door.post("/films", FILM, once=once)) == (400, "idempotency_key_missing")
    assert films(door) == 0


def test_a_key_may_have_a_hundred_characters() -> None:
    assert open_studio().post("/films", FILM, once="k" * 100).status_code == 201


def test_a_refusal_is_not_kept_so_the_same_request_may_come_again() -> None:
    door = open_studio()
    quota = Quota.objects.create(studio=door.studio, kind=Quota.Kind.FILMS_IN_FLIGHT, most=0)
    assert code(door.post("/films", FILM, once="k1")) == (409, "too_many_films")
    quota.most = 1
    quota.save()
    answer = door.post("/films", FILM, once="k1")
    assert answer.status_code == 201
    assert "Idempotent-Replayed" not in answer


def test_work_that_fails_leaves_nothing_behind() -> None:
    studio = tenants.create("lumen", actor="test")

    def renames_and_refuses() -> tuple[int, Any]:
        Studio.objects.filter(pk=studio.pk).update(name="changed")
        raise WrongState("Not now.")

    with pytest.raises(WrongState):
        idempotency.once(studio.pk, key="k1", request_digest="d", work=renames_and_refuses)
    studio.refresh_from_db()
    assert studio.name == "lumen"
    assert not IdempotencyRecord.objects.for_studio(studio.pk).exists()


def test_a_body_that_was_kept_is_the_body_that_is_told() -> None:
    studio = tenants.create("lumen", actor="test")
    told = {"name": "robots", "budget": None, "lines": [1, "40.00"]}
    idempotency.once(studio.pk, key="k1", request_digest="d", work=lambda: (202, told))
    again = idempotency.once(studio.pk, key="k1", request_digest="d", work=lambda: (200, "never"))
    assert again == Answer(202, told, is_replayed=True)
    with pytest.raises(IdempotencyMismatch):
        idempotency.once(studio.pk, key="k1", request_digest="e", work=lambda: (200, "never"))


@pytest.mark.django_db(transaction=True)
def test_a_request_that_is_still_running_is_not_run_beside_itself() -> None:
    door = open_studio()

    def runs(reached: Event, go_on: Event) -> None:
        def work() -> tuple[int, Any]:
            reached.set()
            go_on.wait()
            return 200, "done"

        idempotency.once(door.studio.pk, key="k1", request_digest="d", work=work)

    with meanwhile(runs):
        answer = door.post("/films", FILM, once="k1")
        assert code(answer) == (409, "idempotency_in_progress")
        assert answer["Retry-After"] == "2"
        assert door.post("/films", FILM, once="k2").status_code == 201
    assert films(door) == 1
    assert code(door.post("/films", FILM, once="k1")) == (409, "idempotency_mismatch")


@pytest.mark.django_db(transaction=True)
def test_of_many_copies_at_once_one_does_the_work() -> None:
    studio = tenants.create("lumen", actor="test")
    done: list[int] = []

    def work() -> tuple[int, Any]:
        done.append(1)
        return 201, "made"

    def request() -> Answer:
        return idempotency.once(studio.pk, key="k1", request_digest="d", work=work)

    answers = at_once([request] * 12)
    assert done == [1]
    assert all(
        isinstance(answer, IdempotencyInProgress) or (isinstance(answer, Answer) and answer.body == "made")
        for answer in answers
    )

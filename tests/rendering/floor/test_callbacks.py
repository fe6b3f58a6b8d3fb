"""Callbacks are hints: they adopt what was lost, and a forged one changes nothing."""

import json
import time
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from rendering import tasks
from rendering.models import Attempt, Film, ProviderCredential
from rendering.provider import callbacks
from tests.rendering.conftest import Crew, owner_of
from tests.rendering.floor.queue import queue
from tests.rendering.floor.test_send import approved, send_all


def call_back(
    attempt: Attempt, task_id: str, *, token: str = "", signed: str | None = None, **told: str
) -> Any:
    stamp = str(int(time.time()))
    return Client().post(
        f"/hooks/kie/{attempt.public_id}/{token or attempt.token}",
        {"code": 200, "data": {"taskId": task_id, **told}},
        content_type="application/json",
        headers={
            callbacks.TIMESTAMP_HEADER: stamp,
            callbacks.SIGNATURE_HEADER: signed
            or callbacks.signature(task_id, stamp, settings.POD_KIE_WEBHOOK_KEY),
        },
    )


NO_TASKS = ("", "\ud800", "a\0b", "a b", "\n", "\N{MOVIE CAMERA}", "సినిమా", "x" * 101)
Lost = tuple[Film, dict[str, str]]


@pytest.fixture
def lost(crew: Crew) -> Lost:
    """A film whose drafts were all accepted while every answer was lost, and the task of each attempt."""
    film = approved(crew)
    film.shots.update(description="a robot waits [[drop]]")
    send_all(crew)
    return film, {owner_of(order): str(order["taskId"]) for order in crew.orders()}


def test_a_callback_brings_a_lost_order_back_and_the_film_finishes(crew: Crew, lost: Lost) -> None:
    film, task_of = lost
    for attempt in crew.attempts(film, "in_doubt"):
        assert call_back(attempt, task_of[attempt.public_id]).status_code == 200
        tasks.heed_callback(attempt.pk)
    assert not crew.attempts(film, "in_doubt")
    film.shots.update(description="a robot waits")
    assert crew.work(film).status == Film.Status.FINISHED
    assert all(take.attempts.count() == 1 for take in crew.takes(film, "draft"))


def test_a_task_that_is_not_its_own_is_not_adopted(crew: Crew, lost: Lost) -> None:
    film, task_of = lost
    attempt, *_ = crew.attempts(film, "in_doubt")
    other = next(task for owner, task in task_of.items() if owner != attempt.public_id)
    assert call_back(attempt, other).status_code == 200
    tasks.heed_callback(attempt.pk)
    assert attempt in crew.attempts(film, "in_doubt")


@pytest.fixture
def doubtful(credential: ProviderCredential) -> Attempt:
    """An order in doubt, with no film worth mentioning behind it."""
    studio = queue("one", 1, credential, status="in_doubt")
    return Attempt.objects.for_studio(studio.pk).get()


@pytest.mark.django_db
@pytest.mark.parametrize("forgery", ["token", "signature", "body", "attempt"])
def test_a_forged_callback_is_turned_away(doubtful: Attempt, forgery: str) -> None:
    answers = {
        "token": lambda: call_back(doubtful, "task", token="guess"),
        "signature": lambda: call_back(doubtful, "task", signed="Zm9yZ2Vk"),
        "body": lambda: call_back(doubtful, ""),
        "attempt": lambda: call_back(Attempt(public_id="att_nobody", token="guess"), "task"),
    }
    assert answers[forgery]().status_code in (400, 401, 404)
    doubtful.refresh_from_db()
    assert (doubtful.status, doubtful.hints.count()) == ("in_doubt", 0)


def naming(task_id: str) -> bytes:
    return json.dumps({"taskId": task_id}).encode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body", [b"", b"[]", b"\xff\xfe", b'{"data": 7}', b"{" * 5000, *map(naming, NO_TASKS)]
)
def test_a_body_of_any_shape_gets_a_clean_answer(doubtful: Attempt, body: bytes) -> None:
    address = f"/hooks/kie/{doubtful.public_id}/{doubtful.token}"
    assert Client().post(address, body, content_type="application/json").status_code == 400

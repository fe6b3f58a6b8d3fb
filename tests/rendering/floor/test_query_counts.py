"""How often an order asks the database on its way: a fixed number of times, however long its film is."""

import time
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rendering import tasks
from rendering.models import Attempt, Event
from rendering.services.ordering import dispatch
from tests.rendering.conftest import Crew
from tests.rendering.floor.test_send import approved

pytestmark = pytest.mark.usefixtures("all_at_once")
LENGTHS = ("5-second", "20-second")


def queries(does: Callable[[int], object], key: int) -> int:
    with CaptureQueriesContext(connection) as asked:
        does(key)
    return len(asked)


def test_the_shots_of_a_film_are_queued_together(crew: Crew) -> None:
    counts = []
    for length in LENGTHS:
        film = crew.work(crew.start(f"a {length} film of two robots at a bus stop, 720p", mode="auto"))
        crew.answer(film, "approve")
        counts.append(queries(tasks.advance, film.pk))
        drafts = len(crew.takes(film, "draft"))
        assert len(crew.attempts(film, "queued")) == drafts
        told = Event.objects.for_studio(crew.studio.pk).filter(film=film, kind="take.ordered")
        assert told.filter(text__endswith=" draft").count() == drafts
    assert counts[0] == counts[1]


def test_an_order_asks_as_often_however_long_its_film_is(crew: Crew) -> None:
    shots, counts = [], []
    for length in LENGTHS:
        film = approved(crew, idea=f"a {length} film of two robots at a bus stop, 720p")
        shots.append(len(crew.takes(film, "draft")))
        dispatch.give_slots()
        (order, *_) = (one.pk for one in crew.attempts(film, "queued") if one.slot_at)
        counts.append((queries(tasks.send, order), _made(crew, order), queries(tasks.collect, order)))
    assert shots[0] < shots[1]
    assert counts[0] == counts[1]


def _made(crew: Crew, order: int) -> int:
    """What the look-up that finds it made asks."""
    while True:
        asked = queries(crew.look_now, order)
        if Attempt.objects.for_studio(crew.studio.pk).filter(pk=order, status="succeeded").exists():
            return asked
        time.sleep(0.1)

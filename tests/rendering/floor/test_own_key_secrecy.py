"""A studio's own key is nowhere but in its sealed text and in the requests themselves."""

import logging
import traceback
from typing import Any

import pytest
from django.db import connection

from rendering import tasks
from rendering.models import Film
from rendering.services import connections
from studios.models import IdempotencyRecord
from tests.canary import marks
from tests.rendering.conftest import Crew
from tests.rendering.floor.own_studio import open_own

WRONG = marks.key()
TEXTS = ("text", "character varying", "jsonb", "bytea", "json")


def places_with(*keys: str) -> list[str]:
    """Every column of the database in which one of these texts can be read."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type = ANY(%s)",
            [list(TEXTS)],
        )
        for table, column in cursor.fetchall():
            for key in keys:
                name = connection.ops.quote_name
                cursor.execute(
                    f"SELECT count(*) FROM {name(table)} WHERE position(%s in {name(column)}::text) > 0",  # noqa: S608 - names of our own columns
                    [key],
                )
                if cursor.fetchone() != (0,):
                    found.append(f"{table}.{column}")
    return found


def test_it_is_in_no_log_answer_column_or_exception_of_a_whole_film(
    crew: Crew, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], settings: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    owner = open_own(crew)
    key, answers = owner.account(), []
    answers.append(owner.enter(key).content)
    film = owner.approved(drafts_only=True)
    answers.append(owner.enter(WRONG).content)
    film = owner.crew.work(film)
    assert film.status == Film.Status.PAUSED
    answers.append(owner.crew.api.get(f"/films/{film.name}").content)
    answers.append(owner.enter(key).content)
    film = owner.resumed(film)
    assert film.status == Film.Status.FINISHED
    for path in ("/credits", "/me", "/films", f"/films/{film.name}", f"/films/{film.name}/takes"):
        answers.append(owner.crew.api.get(path).content)
    settings.POD_KIE_BASE_URL = "http://127.0.0.1:1"
    connections._own.cache_clear()
    client = connections.of(owner.credential)
    with pytest.raises(Exception, match="ConnectError") as fault:
        client.balance()
    whole = traceback.TracebackException(fault.type, fault.value, fault.tb.tb_next, capture_locals=True)
    connections._own.cache_clear()
    spoken = capfd.readouterr()
    told = [spoken.out, spoken.err, caplog.text, "".join(whole.format()), repr(client), repr(vars(client))]
    told += [answer.decode() for answer in answers]
    assert [text[:80] for text in told for secret in (key, WRONG) if secret in text] == []
    assert IdempotencyRecord.objects.for_studio(owner.crew.studio.pk).exists()
    assert places_with(key, WRONG) == []
    # The search does find what is there.
    assert "rendering_film.name" in places_with(film.name)


def test_a_worker_that_can_not_open_it_orders_nothing_and_tells_nothing(crew: Crew, settings: Any) -> None:
    owner = open_own(crew)
    key = owner.account()
    owner.enter(key)
    settings.POD_CREDENTIALS_PRIVATE_KEY = "broken"
    connections._own.cache_clear()
    with pytest.raises(Exception, match="can not open stored keys") as refusal:
        tasks.read_balance(owner.credential.pk)
    shown = traceback.TracebackException(refusal.type, refusal.value, refusal.tb.tb_next, capture_locals=True)
    assert key not in "".join(shown.format())
    assert crew.sandbox.bill(key)["orders"] == []


def test_a_crash_while_it_is_taken_in_tells_nothing_even_where_django_debugs(
    crew: Crew, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    settings.DEBUG = True
    owner, key = open_own(crew), marks.key()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE rendering_providercredential RENAME TO gone")
    try:
        answer = owner.crew.api.post("/own-key", {"key": key})
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE gone RENAME TO rendering_providercredential")
    assert answer.status_code == 500
    assert "rendering_providercredential" in caplog.text, "it broke elsewhere"
    assert key not in answer.content.decode() + caplog.text

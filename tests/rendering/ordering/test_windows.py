"""A slot is for the moment at which the window has room: given out ahead of it, and never used before."""

import time
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now

from core import clock
from rendering import tasks
from rendering.models import Attempt, ProviderCredential
from rendering.services.ordering import dispatch, sending, windows
from tests.rendering.conftest import Crew
from tests.rendering.floor.queue import queue
from tests.rendering.floor.test_send import approved

rows = Attempt.objects.across_studios(reason="test")


@pytest.mark.django_db
def test_a_place_that_opens_in_a_moment_is_given_out_for_that_moment(credential: ProviderCredential) -> None:
    queue("before", 20, credential, status="failed", answered_at=Now() - windows.WINDOW + windows.LEAD)
    queue("one", 3, credential)
    chosen = dispatch.give_slots().attempts
    opens = rows.filter(status="failed").earliest("answered_at").answered_at
    assert opens is not None
    first, second, third = rows.filter(pk__in=chosen).order_by("pk").values_list("slot_at", flat=True)
    assert first == opens + windows.WINDOW
    assert (second, third) == (first + windows.APART, first + 2 * windows.APART)


@pytest.mark.django_db
def test_a_place_that_opens_later_is_rung_for_shortly_before(credential: ProviderCredential) -> None:
    queue("before", 20, credential, status="failed", answered_at=Now() - timedelta(seconds=5))
    queue("one", 3, credential)
    released = dispatch.give_slots()
    assert released.attempts == []
    assert 4 < released.again_after[0] <= 5 - windows.LEAD.total_seconds()


@pytest.mark.django_db
def test_starts_of_an_empty_window_are_a_moment_apart_and_the_first_is_at_once(
    credential: ProviderCredential,
) -> None:
    queue("one", 30, credential)
    released = dispatch.give_slots()
    slots = list(rows.exclude(slot_at=None).order_by("slot_at").values_list("slot_at", flat=True))
    assert len(slots) == len(released.attempts) == 1 + windows.REACH // windows.APART
    assert 0 < released.again_after[0] <= windows.REACH.total_seconds()  # for those a little further off
    assert {later - sooner for sooner, later in pairwise(filter(None, slots))} == {windows.APART}
    assert rows.filter(slot_at__lte=Now()).exists()


@pytest.mark.django_db
def test_what_was_given_out_ahead_counts_beside_the_start_it_follows(credential: ProviderCredential) -> None:
    queue("one", 50, credential)
    queue("before", 20, credential, status="failed")
    rows.filter(status="failed").update(answered_at=Now() - windows.WINDOW + windows.LEAD)
    for _ in range(20):
        dispatch.give_slots()
        time.sleep(0.05)
    opens = rows.filter(status="failed").earliest("answered_at").answered_at
    assert opens is not None
    slots = [slot for slot in rows.values_list("slot_at", flat=True) if slot is not None]
    assert len(slots) == 20
    assert min(slots) >= opens + windows.WINDOW


def test_nothing_is_ordered_before_the_moment_of_its_slot(crew: Crew, monkeypatch: Any) -> None:
    monkeypatch.setattr(windows, "REACH", timedelta(0))  # nobody waits, so it comes too early
    film = approved(crew, drafts_only=True)
    (chosen, *_) = dispatch.give_slots().attempts
    rows.filter(pk=chosen).update(slot_at=Now() + timedelta(hours=1))
    tasks.send(chosen)
    assert [attempt.pk for attempt in crew.attempts(film, "queued") if attempt.slot_at] == [chosen]
    rows.filter(pk=chosen).update(slot_at=Now())
    tasks.send(chosen)
    assert [attempt.pk for attempt in crew.attempts(film, "sent")] == [chosen]


def test_an_order_whose_slot_is_in_a_moment_waits_for_it(crew: Crew) -> None:
    approved(crew, drafts_only=True)
    (chosen, *_) = dispatch.give_slots().attempts
    rows.filter(pk=chosen).update(slot_at=Now() + windows.LEAD)
    tasks.send(chosen)
    sent = rows.get(pk=chosen)
    assert sent.status == "sent"
    assert sent.slot_at is not None
    (order,) = [order for order in crew.orders() if order["taskId"] == sent.task_id]
    assert sent.slot_at.timestamp() <= order["createdAt"] / 1000 + 0.001  # the bill is in whole milliseconds


def test_an_order_is_claimed_a_little_before_its_moment_and_no_sooner(crew: Crew, monkeypatch: Any) -> None:
    monkeypatch.setattr(windows, "REACH", timedelta(0))
    approved(crew, drafts_only=True)
    (chosen, *_) = dispatch.give_slots().attempts
    rows.filter(pk=chosen).update(slot_at=Now() + windows.EARLY + timedelta(seconds=5))
    tasks.send(chosen)
    assert rows.get(pk=chosen).sending_at is None
    rows.filter(pk=chosen).update(slot_at=Now() + windows.EARLY)
    tasks.send(chosen)
    assert rows.get(pk=chosen).sending_at is not None


def test_a_message_for_a_slot_that_was_given_back_does_not_take_the_next_one(crew: Crew) -> None:
    approved(crew, drafts_only=True)
    (chosen, *_) = dispatch.give_slots().attempts
    late = rows.select_related("take__film", "take__shot", "credential", "studio").get(pk=chosen)
    rows.filter(pk=chosen).update(slot_at=Now())
    sending.send(late)
    assert rows.get(pk=chosen).status == "queued"
    tasks.send(chosen)
    assert rows.get(pk=chosen).status == "sent"


def test_between_the_claim_and_the_call_the_database_is_not_asked(crew: Crew) -> None:
    approved(crew, drafts_only=True)
    (chosen, *_) = dispatch.give_slots().attempts
    rows.filter(pk=chosen).update(slot_at=Now() + windows.EARLY)
    asked: list[tuple[float, str]] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append((time.time(), sql))
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        tasks.send(chosen)
    task = rows.get(pk=chosen).task_id
    (began,) = [order["createdAt"] / 1000 for order in crew.orders() if order["taskId"] == task]
    taken = next(
        place for place, (_, sql) in enumerate(asked) if sql.startswith('INSERT INTO "billing_lineuse"')
    )
    after = [at for at, sql in asked[taken + 1 :] if "SAVEPOINT" not in sql]
    assert min(after) >= began


def test_the_window_counts_from_the_answer_not_from_when_it_could_be_written_down(
    crew: Crew, monkeypatch: Any
) -> None:
    approved(crew, drafts_only=True)
    (chosen, *_) = dispatch.give_slots().attempts
    attempt = rows.select_related("take__film").get(pk=chosen)
    rows.filter(pk=chosen).update(status="sending", sending_at=Now())
    attempt.status = "sending"
    assert sending.record_sent(attempt, "task-1", since=time.monotonic() - 30)
    behind = clock.now() - (rows.get(pk=chosen).answered_at or clock.now())
    assert timedelta(seconds=30) <= behind < timedelta(seconds=40)

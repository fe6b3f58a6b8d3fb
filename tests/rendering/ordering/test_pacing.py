"""Look-ups: as often as the engine's usual time suggests, never more than the key may, and never given up."""

import threading
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat, Now

from rendering import tasks
from rendering.models import Attempt, Event, Latency, ProviderCredential
from rendering.provider.limits import LONGEST_MAKING_SECONDS, LOOK_UPS_PER_SECOND
from rendering.services import sweeping
from rendering.services.ordering import pacing
from rendering.services.ordering.pacing import Usual
from tests.rendering.conftest import Crew
from tests.rendering.floor.queue import queue
from tests.rendering.floor.test_send import approved, send_all


def test_the_first_look_up_waits_for_most_of_the_usual_time_within_bounds(settings: Any) -> None:
    settings.POD_PUBLIC_URL = ""
    assert pacing.first(Usual(0.5)).total_seconds() == pacing.FLOOR_SECONDS
    assert pacing.first(Usual(100)).total_seconds() == 80
    assert pacing.first(Usual(5000)).total_seconds() == pacing.LONGEST_FIRST_SECONDS


@pytest.mark.parametrize("is_seen", [True, False])
def test_where_the_provider_can_call_back_the_first_look_up_leaves_it_time_to(
    settings: Any, is_seen: bool
) -> None:
    settings.POD_PUBLIC_URL = "https://pod.example"
    assert pacing.first(Usual(100, is_seen=is_seen)).total_seconds() == 120
    assert pacing.first(Usual(5000, is_seen=is_seen)).total_seconds() == pacing.LONGEST_FIRST_SECONDS


def test_look_ups_thin_out_and_never_end(settings: Any) -> None:
    settings.POD_PUBLIC_URL = ""
    assert pacing.again(Usual(10), 9).total_seconds() == pacing.FLOOR_SECONDS
    assert pacing.again(Usual(150), 140).total_seconds() == 3.75
    assert pacing.again(Usual(150), 600).total_seconds() == 30
    assert pacing.again(Usual(150), 2000).total_seconds() == pacing.CEILING_SECONDS
    assert pacing.again(Usual(150), LONGEST_MAKING_SECONDS + 1).total_seconds() == pacing.SLOW_SECONDS


def test_where_none_was_seen_look_ups_begin_soon_and_thin_out_to_the_pace_of_the_page(settings: Any) -> None:
    settings.POD_PUBLIC_URL = ""
    unseen = Usual(150, is_seen=False)
    assert pacing.first(unseen).total_seconds() == pacing.FLOOR_SECONDS
    waits = [pacing.again(unseen, age).total_seconds() for age in (2, 8, 16, 150)]
    assert waits == [1, 3.75, 3.75, 3.75]


def test_where_the_provider_can_call_back_look_ups_are_few(settings: Any) -> None:
    settings.POD_PUBLIC_URL = "https://pod.example"
    assert pacing.again(Usual(1), 2).total_seconds() == pacing.FLOOR_SECONDS
    assert pacing.again(Usual(30), 40).total_seconds() == 15
    assert pacing.again(Usual(30), 1000).total_seconds() == 50
    assert pacing.again(Usual(300), 600).total_seconds() == pacing.CEILING_SECONDS


def test_an_order_is_not_looked_at_again_before_all_of_its_account_could_be() -> None:
    assert pacing.again(Usual(30), 40, least=22).total_seconds() == 22
    assert pacing.again(Usual(30, is_seen=False), 4, least=22).total_seconds() == 22
    assert pacing.again(Usual(30), 40, least=1000).total_seconds() == pacing.CEILING_SECONDS


@pytest.mark.django_db
def test_an_order_leaves_the_others_of_its_account_their_look_ups(
    credential: ProviderCredential, settings: Any
) -> None:
    for slug in ("one", "two"):
        sent = Attempt.objects.for_studio(queue(slug, 9, credential).pk)
        sent.update(status="sent", task_id=Cast("pk", CharField()))
    queued = Attempt.objects.for_studio(queue("three", 1, credential).pk).get()
    settings.POD_PUBLIC_URL = "https://pod.example"
    assert pacing.lap_seconds(queued) == pacing.LAPS * 18 * pacing.SPACING.total_seconds()
    settings.POD_PUBLIC_URL = ""
    assert pacing.lap_seconds(queued) == 0
    sent.update(looked_up_at=Now())
    assert pacing.lap_seconds(queued) == 9 * pacing.SPACING.total_seconds()


@pytest.mark.django_db
@pytest.mark.parametrize("public_url", ["https://pod.example", ""])
def test_after_a_start_each_order_whose_callback_may_be_lost_is_looked_at_once_and_soon(
    credential: ProviderCredential, settings: Any, public_url: str
) -> None:
    settings.POD_PUBLIC_URL = public_url
    queue("one", 3, credential)
    rows = Attempt.objects.across_studios(reason="test")
    sent, done, late = rows.order_by("pk")
    hour = timedelta(hours=1)
    rows.filter(pk=sent.pk).update(status="sent", task_id="a", next_look_up_at=Now() + hour)
    rows.filter(pk=done.pk).update(status="succeeded", task_id="b", next_look_up_at=Now() + hour)
    rows.filter(pk=late.pk).update(status="sent", task_id="c", next_look_up_at=Now() - hour)
    tasks.look_again()
    due = set(rows.filter(next_look_up_at__lte=Now()).values_list("pk", flat=True))
    assert due == ({sent.pk, late.pk} if public_url else {late.pk})
    (first, *_) = sweeping.left_behind().to_look_up
    assert first[0] == late.pk  # who has waited longest comes first


@pytest.mark.django_db
def test_it_learns_what_an_engine_takes_and_what_is_not_said_teaches_nothing(
    credential: ProviderCredential,
) -> None:
    attempt = Attempt.objects.for_studio(queue("one", 1, credential).pk).get()
    assert pacing.usual(attempt) == Usual(30, is_seen=False)  # the page of the engine
    pacing.learn(attempt, None)
    pacing.learn(attempt, 0)
    assert not Latency.objects.exists()
    pacing.learn(attempt, 10_000)
    assert pacing.usual(attempt).seconds == 10
    for _ in range(200):
        pacing.learn(attempt, 20_000)
    assert 19 < pacing.usual(attempt).seconds <= 20
    pacing.learn(attempt, 10**9)
    assert pacing.usual(attempt).seconds <= 20 + LONGEST_MAKING_SECONDS / pacing.REMEMBERED


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_get_no_more_places_than_the_key_has(credential: ProviderCredential) -> None:
    admitted: list[object] = []

    def ask() -> None:
        for _ in range(25):
            if pacing.admit(credential):
                admitted.append(True)
        connection.close()

    workers = [threading.Thread(target=ask) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    credential.refresh_from_db()
    # Each place moves the account on by its share of a second: so many places reach so far ahead of the first.
    assert len(admitted) >= 2
    assert credential.look_up_free_at >= credential.created_at + (len(admitted) - 1) * pacing.SPACING
    assert 1 / pacing.SPACING.total_seconds() <= LOOK_UPS_PER_SECOND


@pytest.mark.django_db
def test_a_sweep_spreads_what_is_due_over_the_time_until_the_next(credential: ProviderCredential) -> None:
    queue("one", 40, credential)
    rows = Attempt.objects.across_studios(reason="test")
    rows.update(status="sent", task_id=Concat(Value("t"), Cast("pk", CharField())), next_look_up_at=Now())
    due = sweeping.left_behind().to_look_up
    assert len(due) == int(sweeping.SWEEP_SECONDS / pacing.SPACING.total_seconds())
    steps = [later - sooner for (_, sooner), (_, later) in pairwise(due)]
    assert min(steps) == pytest.approx(pacing.SPACING.total_seconds())


@pytest.mark.django_db
def test_a_sweep_rings_at_its_time_for_what_is_due_before_the_next(credential: ProviderCredential) -> None:
    queue("one", 3, credential)
    rows = Attempt.objects.across_studios(reason="test")
    rows.update(status="sent", task_id=Concat(Value("t"), Cast("pk", CharField())))
    for attempt, seconds in zip(rows.order_by("pk"), (1, 1, 60), strict=True):
        rows.filter(pk=attempt.pk).update(next_look_up_at=Now() + timedelta(seconds=seconds))
    (_, first), (_, second) = sweeping.left_behind().to_look_up
    assert 0.5 < first <= 1
    assert second - first == pytest.approx(pacing.SPACING.total_seconds())


def test_an_order_that_takes_too_long_is_told_once_and_looked_for_further(crew: Crew) -> None:
    film = approved(crew, drafts_only=True)
    film.shots.update(description="a robot waits [[slow:600]]")
    send_all(crew)
    rows = Attempt.objects.for_studio(crew.studio.pk).filter(status="sent")
    rows.update(answered_at=Now() - timedelta(seconds=LONGEST_MAKING_SECONDS + 60))
    (attempt, *_) = crew.attempts(film, "sent")
    for _ in range(3):
        rows.update(looked_up_at=None)
        ProviderCredential.objects.across_studios(reason="test").update(look_up_free_at=Now())
        crew.look_now(attempt.pk)
    attempt.refresh_from_db()
    assert (attempt.status, attempt.is_late) == ("sent", True)
    assert attempt.next_look_up_at is not None
    told = Event.objects.for_studio(crew.studio.pk).filter(film=film, kind="take.late")
    assert told.count() == 1

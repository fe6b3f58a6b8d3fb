"""Dispatch: never more than the window takes, and every studio gets its turn."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now

from rendering.models import Attempt, Film, ProviderCredential
from rendering.services.ordering import dispatch, windows
from studios.models import Quota, Studio
from tests.rendering.floor.queue import queue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_at_once")]


def owners(attempts: list[int]) -> list[str]:
    rows = Attempt.objects.across_studios(reason="test").filter(pk__in=attempts).select_related("studio")
    return [attempt.studio.slug for attempt in rows]


def test_it_gives_out_no_more_slots_than_the_window_has(credential: ProviderCredential) -> None:
    queue("one", 30, credential)
    assert len(dispatch.give_slots().attempts) == 20
    assert dispatch.give_slots().attempts == []


def test_a_start_counts_until_ten_seconds_after_its_answer(credential: ProviderCredential) -> None:
    queue("one", 30, credential)
    rows = Attempt.objects.across_studios(reason="test")
    rows.filter(pk__in=dispatch.give_slots().attempts[:15]).update(status="failed", answered_at=Now())
    rows.filter(status="queued", slot_at__isnull=False).update(slot_at=None)
    assert len(dispatch.give_slots().attempts) == 5


def test_a_studio_with_one_order_does_not_wait_behind_one_with_many(credential: ProviderCredential) -> None:
    queue("many", 100, credential)
    queue("one", 1, credential)
    assert owners(dispatch.give_slots().attempts).count("one") == 1


def test_a_studio_stays_within_its_quota_in_flight(credential: ProviderCredential) -> None:
    studio = queue("one", 10, credential)
    Quota.objects.create(studio=studio, kind="renders_in_flight", most=3)
    assert len(dispatch.give_slots().attempts) == 3


def test_a_frozen_studio_and_a_stopped_film_get_no_slot(credential: ProviderCredential) -> None:
    frozen, stopped = queue("frozen", 2, credential), queue("stopped", 2, credential)
    Studio.objects.filter(pk=frozen.pk).update(state="frozen")
    Film.objects.for_studio(stopped.pk).update(status="stopped")
    assert dispatch.give_slots().attempts == []


def test_what_is_in_flight_counts_against_the_ceiling(credential: ProviderCredential) -> None:
    lately = Now() - timedelta(minutes=20)
    queue("flying", 95, credential, status="in_doubt", answered_at=lately)
    queue("one", 30, credential)
    assert owners(dispatch.give_slots().attempts).count("one") == 5


def test_a_doubt_does_not_count_for_longer_than_any_order_takes(credential: ProviderCredential) -> None:
    queue("doubtful", 95, credential, status="in_doubt", answered_at=Now() - timedelta(minutes=50))
    queue("one", 30, credential)
    assert owners(dispatch.give_slots().attempts).count("one") == 20


def test_studios_are_served_by_their_weight_and_the_round_goes_on_where_it_was(
    credential: ProviderCredential,
) -> None:
    for slug in ("first", "second", "heavy"):
        queue(slug, 40, credential)
    Studio.objects.filter(slug="heavy").update(weight=2)
    given = []
    for _ in range(3):
        chosen = dispatch.give_slots().attempts
        given += owners(chosen)
        rows = Attempt.objects.across_studios(reason="test").filter(pk__in=chosen)
        rows.update(status="failed", answered_at=Now() - timedelta(minutes=1))
    counted = Counter(given)
    assert counted["heavy"] == 30
    assert abs(counted["first"] - counted["second"]) <= 1


@pytest.mark.django_db(transaction=True)
def test_it_tells_when_the_window_opens_and_only_once(credential: ProviderCredential) -> None:
    queue("one", 30, credential)
    rows = Attempt.objects.across_studios(reason="test")
    first = dispatch.give_slots()
    rows.filter(pk__in=first.attempts).update(status="failed", answered_at=Now())
    opening = dispatch.give_slots()
    assert len(opening.again_after) == 1
    assert 0 < opening.again_after[0] <= 10
    assert dispatch.give_slots().again_after == []


def test_nobody_is_rung_for_a_window_that_nobody_waits_for(credential: ProviderCredential) -> None:
    queue("one", 3, credential)
    assert dispatch.give_slots().again_after == []


def test_a_full_window_that_somebody_is_rung_for_is_left_without_reading_the_queue(
    credential: ProviderCredential, django_assert_max_num_queries: Any
) -> None:
    queue("one", 50, credential)
    rows = Attempt.objects.across_studios(reason="test")
    rows.filter(pk__in=dispatch.give_slots().attempts).update(status="failed", answered_at=Now())
    assert dispatch.give_slots().again_after
    with django_assert_max_num_queries(8):
        assert dispatch.give_slots() == dispatch.Given([], [])


def test_an_account_that_is_rung_for_later_is_passed_by_until_a_sweep_looks_at_all(
    credential: ProviderCredential, django_assert_max_num_queries: Any
) -> None:
    queue("one", 50, credential)
    rows = Attempt.objects.across_studios(reason="test")
    sent, given_back = (chosen := dispatch.give_slots().attempts)[1:], chosen[0]
    rows.filter(pk__in=sent).update(status="failed", answered_at=Now())
    assert dispatch.give_slots().again_after
    rows.filter(pk=given_back).update(slot_at=None)
    with django_assert_max_num_queries(4):
        assert dispatch.give_slots(is_sweep=False) == dispatch.Given([], [])
    assert dispatch.give_slots().attempts == [given_back]


def test_an_ordinary_ring_serves_an_account_whose_moment_has_come(credential: ProviderCredential) -> None:
    queue("before", 20, credential, status="failed", answered_at=Now() - timedelta(seconds=5))
    queue("one", 3, credential)
    assert dispatch.give_slots().again_after
    assert dispatch.give_slots(is_sweep=False).attempts == []
    rows = Attempt.objects.across_studios(reason="test")
    rows.filter(status="failed").update(answered_at=Now() - timedelta(seconds=11))
    ProviderCredential.objects.across_studios(reason="test").update(opens_at=Now() + windows.LEAD)
    assert len(dispatch.give_slots(is_sweep=False).attempts) == 3

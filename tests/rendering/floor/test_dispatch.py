"""Dispatch: never more than the window takes, and every studio gets its turn."""

import pytest
from django.db.models.functions import Now

from rendering.models import Attempt, Film, ProviderCredential
from rendering.services import dispatch
from studios.models import Quota, Studio
from tests.rendering.floor.queue import queue

pytestmark = pytest.mark.django_db


def owners(attempts: list[int]) -> list[str]:
    rows = Attempt.objects.across_studios(reason="test").filter(pk__in=attempts).select_related("studio")
    return [attempt.studio.slug for attempt in rows]


def test_it_gives_out_no_more_slots_than_the_window_has(credential: ProviderCredential) -> None:
    queue("one", 30, credential)
    assert len(dispatch.release()) == 20
    assert len(dispatch.release()) == 20


def test_a_start_counts_until_ten_seconds_after_its_answer(credential: ProviderCredential) -> None:
    queue("one", 30, credential)
    rows = Attempt.objects.across_studios(reason="test")
    rows.filter(pk__in=dispatch.release()[:15]).update(status="failed", answered_at=Now())
    rows.filter(status="queued", slot_at__isnull=False).update(slot_at=None)
    assert len(dispatch.release()) == 5


def test_a_studio_with_one_order_does_not_wait_behind_one_with_many(credential: ProviderCredential) -> None:
    queue("many", 100, credential)
    queue("one", 1, credential)
    assert owners(dispatch.release()).count("one") == 1


def test_a_studio_stays_within_its_quota_in_flight(credential: ProviderCredential) -> None:
    studio = queue("one", 10, credential)
    Quota.objects.create(studio=studio, kind="renders_in_flight", most=3)
    assert len(dispatch.release()) == 3


def test_a_frozen_studio_and_a_stopped_film_get_no_slot(credential: ProviderCredential) -> None:
    frozen, stopped = queue("frozen", 2, credential), queue("stopped", 2, credential)
    Studio.objects.filter(pk=frozen.pk).update(state="frozen")
    Film.objects.for_studio(stopped.pk).update(status="stopped")
    assert dispatch.release() == []


def test_what_is_in_flight_counts_against_the_ceiling(credential: ProviderCredential) -> None:
    queue("flying", 95, credential, status="in_doubt")
    queue("one", 30, credential)
    assert owners(dispatch.release()).count("one") == 5

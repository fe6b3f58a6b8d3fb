"""Dispatch: never more than the window takes, and every studio gets its turn."""

from typing import Any

import pytest
from django.db.models.functions import Now

from billing.services import caps, prices
from core.amounts import Credits
from rendering.models import Attempt, Film, Look, ProviderCredential, Take
from rendering.services import dispatch
from studios.models import Quota, Studio
from studios.services import tenants

pytestmark = pytest.mark.django_db


@pytest.fixture
def credential() -> ProviderCredential:
    prices.publish(prices.SHIPPED.read_text(), source="test")
    return ProviderCredential.objects.create(name="shared")


def queue(slug: str, count: int, credential: ProviderCredential, **fields: Any) -> Studio:
    """A studio with this many orders in the queue."""
    studio = tenants.create(slug, actor="test")
    caps.set_allowance(studio.pk, Credits("100"), timezone="UTC")
    film = Film.objects.create(
        studio=studio, license="lic", name="film", idea="x", duration_seconds=5, aspect="16:9", language="english",
        resolution="720p",
    )  # fmt: skip
    for number in range(1, count + 1):
        look = Look.objects.create(film=film, kind="character", number=number, name="x", description="x")
        take = Take.objects.create(film=film, look=look, tier="still", engine="nano-banana", spec={})
        Attempt.objects.create(studio=studio, take=take, credential=credential, line="apl", **fields)
    return studio


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

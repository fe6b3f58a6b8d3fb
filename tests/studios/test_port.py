import pytest
from django.contrib.auth import get_user_model

from studios import port
from studios.models import Member, Quota, Studio
from studios.services import tenants

pytestmark = pytest.mark.django_db


@pytest.fixture
def studio() -> Studio:
    return tenants.create("lumen", actor="test")


def test_a_limit_is_everybody_s_until_a_studio_has_its_own(studio: Studio) -> None:
    other = tenants.create("nadir", actor="test")
    assert port.films_in_flight_quota(studio.pk) == 50
    Quota.objects.create(studio=studio, kind=Quota.Kind.FILMS_IN_FLIGHT, most=2)
    assert (port.films_in_flight_quota(studio.pk), port.films_in_flight_quota(other.pk)) == (2, 50)


def test_a_limit_of_none_at_all_is_a_limit(studio: Studio) -> None:
    Quota.objects.create(studio=studio, kind=Quota.Kind.FILMS_IN_FLIGHT, most=0)
    assert port.films_in_flight_quota(studio.pk) == 0


def test_dispatch_reads_the_limits_of_all_studios_at_once(studio: Studio) -> None:
    Quota.objects.create(studio=studio, kind=Quota.Kind.RENDERS_IN_FLIGHT, most=3)
    Quota.objects.create(studio=studio, kind=Quota.Kind.FILMS_IN_FLIGHT, most=9)
    assert port.renders_in_flight_quotas() == (40, {studio.pk: 3})


def test_frozen_studios_are_the_frozen_ones(studio: Studio) -> None:
    frozen = tenants.create("nadir", actor="test")
    Studio.objects.filter(pk=frozen.pk).update(state="frozen")
    assert port.frozen_studios() == [frozen.pk]
    assert not port.facts_of(frozen.pk).is_active


def test_a_person_belongs_to_the_studio_they_joined_first(studio: Studio) -> None:
    person = get_user_model().objects.create(username="ana")
    assert port.studio_of_user(person.pk) is None
    Member.objects.create(studio=studio, user=person)
    found = port.studio_of_user(person.pk)
    assert found is not None
    assert found.id == studio.pk


def test_an_act_is_written_down_for_its_studio(studio: Studio) -> None:
    port.note(studio.pk, actor="lic_a", verb="film.start", subject="flm_a", details={"name": "robots"})
    entry = studio.audit_entries.get(verb="film.start")
    assert (entry.actor, entry.subject, entry.details) == ("lic_a", "flm_a", {"name": "robots"})

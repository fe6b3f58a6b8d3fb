import pytest
from pytest_django import DjangoAssertNumQueries

from studios.models import AuditEntry, Studio
from studios.services import keys, tenants

pytestmark = pytest.mark.django_db


@pytest.fixture
def studio() -> Studio:
    return tenants.create("lumen", actor="test")


def test_a_live_key_names_its_license_and_studio_in_one_query(
    studio: Studio, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    row, key = keys.issue(studio, actor="test")
    with django_assert_num_queries(1):
        found = keys.recognise(key)
        assert found is not None
        assert (found.pk, found.studio.slug) == (row.pk, "lumen")


@pytest.mark.parametrize("place", [9, 20, 36, 37, 40])
def test_one_wrong_character_is_seen_without_asking_the_database(
    studio: Studio, place: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _, key = keys.issue(studio, actor="test")
    typo = key[:place] + ("0" if key[place] != "0" else "1") + key[place + 1 :]
    assert not keys.is_well_formed(typo)
    with django_assert_num_queries(0):
        assert keys.recognise(typo) is None


@pytest.mark.parametrize(
    "key",
    [
        "", "pod_live_", "pod_live_" + "0" * 31, "pod_live_" + "0" * 33, "pod_test_" + "0" * 32, "pod_live_" + "é" * 32,
        "0" * 41, "pod_live_" + "0" * 28 + "\x00" * 4,
    ],
)  # fmt: skip
def test_what_is_no_key_is_nobody_s(key: str) -> None:
    assert keys.recognise(key) is None


def test_a_well_formed_key_that_was_never_issued_is_nobody_s(studio: Studio) -> None:
    body = "0123456789abcdefghjkmnpqrstv"
    key = keys.MARK + body + keys.check_of(body)
    assert keys.is_well_formed(key)
    assert keys.recognise(key) is None


def test_a_revoked_key_is_nobody_s_at_once(studio: Studio) -> None:
    row, key = keys.issue(studio, actor="test")
    _, other = keys.issue(studio, actor="test")
    assert keys.revoke(row, actor="lic_admin")
    assert keys.recognise(key) is None
    assert keys.recognise(other) is not None


def test_a_key_is_revoked_once(studio: Studio) -> None:
    row, _ = keys.issue(studio, actor="test")
    assert keys.revoke(row, actor="lic_admin")
    assert not keys.revoke(row, actor="lic_other")
    entries = AuditEntry.objects.for_studio(studio.pk).filter(verb="license.revoke")
    assert list(entries.values_list("actor", "subject")) == [("lic_admin", row.public_id)]

import re
import zlib

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django.fixtures import Settings

from core import ids
from studios.models import AuditEntry, LicenseKey, Studio
from studios.services import keys, tenants

pytestmark = pytest.mark.django_db
SHAPE = re.compile(r"pod_live_[0-9a-hjkmnp-tv-z]{28}[0-9a-hjkmnp-tv-z]{4}")


@pytest.fixture
def studio() -> Studio:
    return tenants.create("lumen", actor="test")


def test_a_key_has_the_published_shape(studio: Studio) -> None:
    _, key = keys.issue(studio, actor="test")
    assert SHAPE.fullmatch(key)


def test_its_last_four_characters_check_the_others(studio: Studio) -> None:
    _, key = keys.issue(studio, actor="test")
    body, check = key[9:37], key[37:]
    bits = zlib.crc32(body.encode()) & 0xFFFFF
    assert check == "".join(ids.ALPHABET[bits >> shift & 31] for shift in (15, 10, 5, 0))


def test_every_key_is_another(studio: Studio) -> None:
    assert len({keys.issue(studio, actor="test")[1] for _ in range(20)}) == 20


def test_a_prefix_and_a_digest_are_kept_and_the_key_nowhere(studio: Studio) -> None:
    row, key = keys.issue(studio, label="editing room", actor="test")
    row.refresh_from_db()
    assert (row.prefix, len(row.digest), row.label) == (key[:15], 64, "editing room")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l::text || coalesce(a::text, '') FROM studios_licensekey l, studios_auditentry a"
        )
        kept = " ".join(text for (text,) in cursor.fetchall())
    assert key[:15] in kept
    assert key[15:] not in kept


def test_the_digest_depends_on_the_service_s_own_pepper(studio: Studio, settings: Settings) -> None:
    _, key = keys.issue(studio, actor="test")
    settings.POD_LICENSE_PEPPER = "another pepper"
    assert keys.recognise(key) is None


def test_it_is_written_down_who_made_it(studio: Studio) -> None:
    row, _ = keys.issue(studio, role="viewer", actor="lic_admin")
    entry = AuditEntry.objects.for_studio(studio.pk).get(verb="license.issue")
    assert (entry.actor, entry.subject, entry.details) == ("lic_admin", row.public_id, {"role": "viewer"})


def test_a_role_that_does_not_exist_is_refused_by_the_database(studio: Studio) -> None:
    with pytest.raises(IntegrityError, match="licensekey_role_known"), transaction.atomic():
        keys.issue(studio, role="owner", actor="test")
    assert not LicenseKey.objects.for_studio(studio.pk).exists()

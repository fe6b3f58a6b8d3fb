"""A leaked key, as the operator ends it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from studios.models import AuditEntry, LicenseKey, Studio
from studios.services import keys, tenants

pytestmark = pytest.mark.django_db


@pytest.fixture
def studio() -> Studio:
    return tenants.create("demo", actor="test")


def told(*words: str) -> str:
    said = StringIO()
    call_command("revoke_license", *words, stdout=said)
    return said.getvalue()


def test_the_named_key_opens_nothing_any_more_and_the_others_do(studio: Studio) -> None:
    row, key = keys.issue(studio, actor="test")
    _, other = keys.issue(studio, actor="test")
    told("demo", row.public_id)
    assert keys.recognise(key) is None
    assert keys.recognise(other) is not None
    entry = AuditEntry.objects.for_studio(studio.pk).get(verb="license.revoke")
    assert (entry.actor, entry.subject) == ("operator", row.public_id)


def test_without_a_key_the_live_ones_are_shown_and_none_whole(studio: Studio) -> None:
    row, key = keys.issue(studio, role="admin", label="editing room", actor="test")
    gone, _ = keys.issue(studio, actor="test")
    told("demo", gone.public_id)
    assert told("demo").startswith(f"{row.public_id}  {key[:15]}…  admin  ")
    assert told("demo").endswith("  editing room\n")
    assert key not in told("demo")


@pytest.mark.parametrize("of", ["another studio", "nobody"])
def test_a_key_of_somebody_else_or_of_nobody_is_refused(studio: Studio, of: str) -> None:
    other, key = keys.issue(tenants.create("other", actor="test"), actor="test")
    with pytest.raises(CommandError, match="demo has no live license"):
        told("demo", other.public_id if of == "another studio" else "lic_0")
    assert keys.recognise(key) is not None


def test_a_key_is_revoked_once(studio: Studio) -> None:
    row, _ = keys.issue(studio, actor="test")
    told("demo", row.public_id)
    with pytest.raises(CommandError):
        told("demo", row.public_id)
    assert LicenseKey.objects.for_studio(studio.pk).count() == 1

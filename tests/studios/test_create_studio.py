from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from billing.models import Allowance
from core.errors import InvalidInput
from studios import port
from studios.models import AuditEntry, Studio
from studios.services import keys, tenants

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    told = StringIO()
    call_command(*words, stdout=told)
    return told.getvalue()


def test_it_has_a_short_name_a_zone_and_an_entry_in_the_book() -> None:
    studio = tenants.create("basti-2", name="Basti", timezone="Asia/Kolkata", actor="operator")
    assert port.facts_of(studio.pk) == port.StudioFacts(
        id=studio.pk,
        public_id=studio.public_id,
        name="Basti",
        timezone="Asia/Kolkata",
        plan="managed",
        is_active=True,
    )
    entry = AuditEntry.objects.for_studio(studio.pk).get()
    assert (entry.actor, entry.verb, entry.subject) == ("operator", "studio.create", studio.public_id)


@pytest.mark.parametrize("slug", ["", "Lumen", "-lumen", "a b", "é", "a" * 51, "lumen\n"])
def test_a_short_name_that_is_not_plain_is_refused(slug: str) -> None:
    with pytest.raises(InvalidInput, match="small letters"):
        tenants.create(slug, actor="operator")


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "+05:30", "../UTC"])
def test_a_time_zone_that_does_not_exist_is_refused(zone: str) -> None:
    with pytest.raises(InvalidInput, match="time zone"):
        tenants.create("lumen", timezone=zone, actor="operator")


def test_a_short_name_is_taken_once() -> None:
    tenants.create("lumen", actor="operator")
    with pytest.raises(InvalidInput, match="already a studio called lumen"):
        tenants.create("lumen", actor="operator")
    assert Studio.objects.count() == 1


def test_the_command_sets_the_month_s_allowance() -> None:
    assert run("create_studio", "lumen", "--cap", "5000", "--timezone", "Asia/Kolkata") == (
        "lumen: 5000.00 credits a month, Asia/Kolkata.\n"
    )
    studio = Studio.objects.get(slug="lumen")
    assert [str(row.ceiling) for row in Allowance.objects.for_studio(studio.pk)] == ["5000.00"]


def test_a_studio_without_a_cap_has_no_credits() -> None:
    assert run("create_studio", "lumen") == "lumen: 0.00 credits a month, UTC.\n"


def test_a_studio_that_pays_kie_ai_itself_has_no_cap_unless_one_is_set() -> None:
    assert run("create_studio", "lumen", "--plan", "own_key") == "lumen: no cap, UTC.\n"
    assert run("create_studio", "nadir", "--plan", "own_key", "--cap", "800") == (
        "nadir: 800.00 credits a month, UTC.\n"
    )
    assert {studio.plan for studio in Studio.objects.all()} == {"own_key"}


@pytest.mark.parametrize(
    "words", [("--cap", "-5"), ("--cap", "1e9"), ("--cap", "nan"), ("--timezone", "Mars")]
)
def test_the_command_refuses_what_makes_no_sense_and_makes_nothing(words: tuple[str, str]) -> None:
    with pytest.raises(CommandError):
        run("create_studio", "lumen", f"{words[0]}={words[1]}")
    assert not Studio.objects.exists()


def test_issue_license_prints_the_key_and_nothing_else() -> None:
    tenants.create("lumen", actor="operator")
    printed = run("issue_license", "lumen", "--role", "admin", "--label", "edit suite")
    assert printed.endswith("\n")
    license_key = keys.recognise(printed.removesuffix("\n"))
    assert license_key is not None
    assert (license_key.studio.slug, license_key.role, license_key.label) == ("lumen", "admin", "edit suite")


def test_issue_license_needs_a_studio() -> None:
    with pytest.raises(CommandError, match="no studio called nowhere"):
        run("issue_license", "nowhere")


def test_a_license_is_a_producer_s_unless_said_otherwise() -> None:
    tenants.create("lumen", actor="operator")
    license_key = keys.recognise(run("issue_license", "lumen").strip())
    assert license_key is not None
    assert license_key.role == "producer"

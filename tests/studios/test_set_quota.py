"""Quotas and weights, as the operator sets them."""

import pytest
from django.core.management import CommandError, call_command

from studios import port
from studios.models import AuditEntry, Studio
from studios.services import tenants

pytestmark = pytest.mark.django_db


@pytest.fixture
def studio() -> Studio:
    return tenants.create("demo", actor="test")


def test_quotas_and_weight_take_effect_at_once_and_are_written_down(studio: Studio) -> None:
    call_command("set_quota", "demo", "--films", "3", "--renders", "7", "--weight", "4")
    assert port.films_in_flight_quota(studio.pk) == 3
    assert port.renders_in_flight_quotas()[1] == {studio.pk: 7}
    assert port.weights() == {studio.pk: 4}
    verbs = AuditEntry.objects.for_studio(studio.pk).values_list("verb", flat=True)
    assert list(verbs).count("quota.set") == 2
    assert "weight.set" in verbs


def test_setting_it_again_changes_it(studio: Studio) -> None:
    call_command("set_quota", "demo", "--films", "3")
    call_command("set_quota", "demo", "--films", "5")
    assert port.films_in_flight_quota(studio.pk) == 5


@pytest.mark.parametrize("words", [[], ["--films", "-1"], ["--weight", "0"], ["--weight", "101"]])
def test_what_makes_no_sense_is_refused_and_changes_nothing(studio: Studio, words: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("set_quota", "demo", *words)
    assert port.weights() == {}
    assert port.renders_in_flight_quotas()[1] == {}

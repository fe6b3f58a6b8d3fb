"""The ceiling of a studio that pays kie.ai itself is its own to set; a managed studio's is not."""

import pytest

from billing.models import Allowance
from billing.services import caps
from core.amounts import Credits
from studios.models import AuditEntry, Studio
from tests.billing.bills import approved
from tests.billing.test_credits import allowed
from tests.studios.doors import Door, door_of, open_studio

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Door:
    """The admin of a studio with its own key and no ceiling."""
    door = open_studio(role="admin")
    Studio.objects.filter(pk=door.studio.pk).update(plan="own_key")
    caps.set_allowance(door.studio.pk, None, timezone="UTC")
    return door


def ceiling_of(door: Door) -> str | None:
    told: str | None = door.get("/credits").json()["ceiling"]
    return told


def test_it_is_set_changed_and_taken_away(admin: Door) -> None:
    for given, told in [("800", "800.00"), ("900.50", "900.50"), (None, None)]:
        answer = admin.post("/credits/ceiling", {"ceiling": given})
        assert (answer.status_code, answer.json()) == (200, {"ceiling": told})
        assert ceiling_of(admin) == told
    entries = (
        AuditEntry.objects.for_studio(admin.studio.pk).filter(actor=admin.license.public_id).order_by("pk")
    )
    assert [(entry.verb, entry.details["ceiling"]) for entry in entries] == [
        ("allowance.set", "800.00"),
        ("allowance.set", "900.50"),
        ("allowance.set", None),
    ]


@pytest.mark.parametrize("ceiling", [800, 8.5, "-1", "lots", True])
def test_what_is_no_amount_is_refused(admin: Door, ceiling: object) -> None:
    assert admin.post("/credits/ceiling", {"ceiling": ceiling}).status_code == 400
    assert ceiling_of(admin) is None


def test_it_has_to_be_said(admin: Door) -> None:
    assert admin.post("/credits/ceiling", {}).status_code == 400


def test_it_can_not_be_below_what_is_committed() -> None:
    door, who = allowed(None)
    Studio.objects.filter(pk=door.studio.pk).update(plan="own_key")
    approved(who, "50.00")
    admin = door_of(door.studio, role="admin")
    refusal = admin.post("/credits/ceiling", {"ceiling": "49.99"})
    assert (refusal.status_code, refusal.json()["code"]) == (409, "ceiling_too_low")
    assert ceiling_of(admin) is None


def test_only_an_admin_sets_it(admin: Door) -> None:
    producer = door_of(admin.studio)
    assert producer.post("/credits/ceiling", {"ceiling": "5"}).status_code == 403
    assert ceiling_of(admin) is None


def test_a_managed_studio_is_told_who_sets_it() -> None:
    admin = open_studio(role="admin")
    caps.set_allowance(admin.studio.pk, Credits("100"), timezone="UTC")
    refusal = admin.post("/credits/ceiling", {"ceiling": "5000"})
    assert (refusal.status_code, refusal.json()["code"]) == (403, "not_your_ceiling")
    assert "studio contact" in refusal.json()["detail"]
    assert [row.ceiling for row in Allowance.objects.for_studio(admin.studio.pk)] == [Credits("100")]

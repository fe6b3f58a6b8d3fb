from datetime import date
from typing import Any

import pytest

from billing import port
from billing.port import Payer
from billing.services import caps, prices
from core.amounts import Credits
from studios.models import Studio
from tests.billing.bills import BOOK, approved, forget_months, pay
from tests.studios.doors import Door, open_studio

pytestmark = pytest.mark.django_db


def allowed(ceiling: str | None, *, timezone: str = "UTC") -> tuple[Door, Payer]:
    """A studio with this much a month, its license, and who pays for its films."""
    door = open_studio(timezone=timezone)
    prices.publish(BOOK, source="test")
    caps.set_allowance(door.studio.pk, Credits(ceiling) if ceiling else None, timezone=timezone)
    return door, Payer(studio_id=door.studio.pk, timezone=timezone, license=door.license.public_id)


def credits_of(door: Door) -> dict[str, Any]:
    answer = door.get("/credits")
    assert answer.status_code == 200
    body: dict[str, Any] = answer.json()
    return body


def test_it_tells_what_is_spent_held_and_left() -> None:
    door, who = allowed("100", timezone="Asia/Kolkata")
    first, _ = approved(who, "20.00", "30.00")
    pay(who, {first: "12.50"})
    month = port.month_of("Asia/Kolkata")
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    assert credits_of(door) == {
        "plan": "managed", "month": month.strftime("%Y-%m"), "ceiling": "100.00", "spent": "12.50", "held": "30.00",
        "left": "57.50", "resets_on": following.isoformat(), "warning": None, "warnings": [], "license": None,
        "own_key": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("used", "warning"),
    [
        ("79.99", None), ("80.00", 80), ("94.99", 80), ("95.00", 95), ("99.99", 95), ("100.00", 100),
    ],
)  # fmt: skip
def test_it_warns_from_each_threshold_on(used: str, warning: int | None) -> None:
    door, who = allowed("100")
    approved(who, used)
    assert credits_of(door)["warning"] == warning


def test_each_warning_of_the_month_is_told_with_its_time() -> None:
    door, who = allowed("100")
    approved(who, "80.00")
    approved(who, "15.00")
    told = credits_of(door)["warnings"]
    assert [one["percent"] for one in told] == [80, 95]
    assert all(one["at"] for one in told)


def test_a_license_with_a_share_of_its_own_is_told_it() -> None:
    door, who = allowed("100")
    caps.set_allowance(door.studio.pk, Credits("40"), timezone="UTC", license_id=who.license)
    approved(who, "25.00", film="flm_share")
    assert credits_of(door)["license"] == {
        "ceiling": "40.00", "spent": "0.00", "held": "25.00", "left": "15.00",
    }  # fmt: skip


def test_what_is_spent_and_what_is_held_count_together() -> None:
    door, who = allowed("100")
    first, _ = approved(who, "50.00", "30.00")
    pay(who, {first: "50.00"})
    assert credits_of(door)["warning"] == 80


def test_a_month_that_nobody_touched_has_the_whole_allowance() -> None:
    door, _ = allowed("100")
    forget_months()
    told = credits_of(door)
    assert (told["ceiling"], told["spent"], told["held"], told["left"]) == (
        "100.00",
        "0.00",
        "0.00",
        "100.00",
    )


def test_without_a_ceiling_nothing_is_short() -> None:
    door, who = allowed(None)
    approved(who, "5000.00")
    told = credits_of(door)
    assert (told["ceiling"], told["left"], told["warning"], told["held"]) == (None, None, None, "5000.00")


def test_a_studio_without_an_allowance_has_none() -> None:
    told = credits_of(open_studio())
    assert (told["ceiling"], told["left"], told["warning"]) == ("0.00", "0.00", None)


def test_another_studio_s_credits_are_not_told() -> None:
    _, who = allowed("100")
    approved(who, "50.00")
    other = open_studio("nadir")
    caps.set_allowance(other.studio.pk, Credits("7"), timezone="UTC")
    assert credits_of(other)["held"] == "0.00"


def test_a_frozen_studio_may_still_ask() -> None:
    door, _ = allowed("100")
    Studio.objects.filter(pk=door.studio.pk).update(state="frozen")
    assert credits_of(door)["left"] == "100.00"

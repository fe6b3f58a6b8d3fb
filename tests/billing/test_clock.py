"""Which month it is, by the database's clock and the studio's zone; and a clock that stands in the past."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.db.models.functions import Now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billing import port
from billing.errors import ClockWentBack
from billing.models import ApprovalLine, Cap, Hold
from billing.port import Payer
from billing.services import caps, holds
from core.amounts import Credits
from tests.billing.bills import FILM, approved, broken, figures, pay, payer
from tests.billing.moved_clock import Clock, moved_clock

pytestmark = pytest.mark.django_db
ZONES = sorted(available_timezones() - {"localtime"})


@pytest.mark.parametrize(
    ("zone", "instant", "month"),
    [
        ("Etc/GMT+12", "2026-12-01T11:59:30", "2026-11"),
        ("Etc/GMT+12", "2026-12-01T12:00:30", "2026-12"),
        ("Pacific/Kiritimati", "2026-11-30T09:59:30", "2026-11"),
        ("Pacific/Kiritimati", "2026-11-30T10:00:30", "2026-12"),
        ("Asia/Kolkata", "2026-11-30T18:29:30", "2026-11"),
        ("Asia/Kolkata", "2026-11-30T18:30:30", "2026-12"),
        # In summer Berlin is two hours ahead of UTC, in winter one.
        ("Europe/Berlin", "2026-10-31T22:59:30", "2026-10"),
        ("Europe/Berlin", "2026-10-31T23:00:30", "2026-11"),
        ("Europe/Berlin", "2026-06-30T21:59:30", "2026-06"),
        ("Europe/Berlin", "2026-06-30T22:00:30", "2026-07"),
        # Troll changes by two hours, Lord Howe by half an hour.
        ("Antarctica/Troll", "2026-03-31T21:59:30", "2026-03"),
        ("Australia/Lord_Howe", "2026-10-31T13:00:30", "2026-11"),
        ("America/St_Johns", "2027-01-01T03:29:30", "2026-12"),
        ("America/St_Johns", "2027-01-01T03:30:30", "2027-01"),
    ],
)
def test_the_month_turns_at_midnight_where_the_studio_is(
    zone: str, instant: str, month: str, clock: Clock
) -> None:
    clock.set_to(datetime.fromisoformat(instant).replace(tzinfo=UTC))
    assert caps.month_of(zone).isoformat() == f"{month}-01"


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(ZONES), st.timedeltas(timedelta(0), timedelta(days=4 * 365)))
def test_every_zone_has_the_month_of_its_own_calendar(clock: Clock, zone: str, later: timedelta) -> None:
    instant = datetime(2026, 1, 1, tzinfo=UTC) + later
    clock.set_to(instant)
    ago = instant - timedelta(minutes=5)  # the transaction began a while before
    months = {f"{when.astimezone(ZoneInfo(zone)):%Y-%m}" for when in (instant, ago)}
    assert caps.month_of(zone).isoformat()[:7] in months


def held_in_two_months(clock: Clock) -> tuple[Payer, str]:
    """60 are held of November, 70 of December, which is two hours old; and the line of November."""
    clock.set_to(datetime(2026, 11, 30, 22, tzinfo=UTC))
    who = payer(ceiling="100")
    (line,) = approved(who, "60.00")
    clock.set_to(datetime(2026, 12, 1, 2, tzinfo=UTC))
    approved(who, "70.00", first=2)
    return who, line


def test_a_hold_of_the_old_month_is_paid_from_the_old_month(clock: Clock) -> None:
    who, line = held_in_two_months(clock)
    pay(who, {line: "55.00"})
    month = port.month_figures(who)
    assert (month.held, month.spent) == (Credits("70.00"), Credits("0.00"))
    assert broken() == []


@pytest.mark.parametrize("back", [timedelta(minutes=1), timedelta(days=20), timedelta(days=400)])
def test_a_clock_that_went_back_holds_nothing(back: timedelta, clock: Clock) -> None:
    clock.set_to(datetime(2026, 12, 1, 12, tzinfo=UTC))
    who = payer(ceiling="100")
    approved(who, "10.00")
    clock.move(-back)
    with pytest.raises(ClockWentBack):
        approved(who, "10.00", first=2)
    clock.move(back)
    assert figures(who) == ("10.00", "0.00")
    approved(who, "10.00", first=2)
    assert broken() == []


def test_what_was_ordered_is_paid_and_given_back_though_the_clock_went_back(clock: Clock) -> None:
    who = payer(ceiling="100")
    paid, lost = approved(who, "10.00", "10.00")
    clock.move(timedelta(days=-2))
    pay(who, {paid: "9.00"})
    port.void(who.studio_id, [lost])
    assert figures(who) == ("0.00", "9.00")


def test_two_servers_whose_clocks_differ_by_a_little_are_no_reason_to_refuse(clock: Clock) -> None:
    who = payer(ceiling="100")
    approved(who, "10.00")
    clock.move(timedelta(seconds=-4))
    approved(who, "10.00", first=2)


@pytest.mark.parametrize(
    ("slug", "scope"),
    [("nadir", "studio_month"), ("lumen", "license_month")],
    ids=("another studio", "a license"),
)
def test_only_the_studios_own_months_tell_that_the_clock_went_back(slug: str, scope: str) -> None:
    who, other = payer(license_ceiling="50"), payer("nadir")
    approved(who, "10.00")
    approved(other, "10.00")
    ahead = Cap._base_manager.filter(studio__slug=slug, scope=scope).update(
        moved_at=Now() + timedelta(hours=1)
    )
    assert ahead == 1
    approved(who, "10.00", first=2)


def test_what_moves_in_an_older_month_tells_nothing_about_this_one(clock: Clock) -> None:
    who, line = held_in_two_months(clock)
    clock.move(timedelta(hours=2))
    pay(who, {line: "10.00"})
    clock.move(timedelta(minutes=-1))
    approved(who, "10.00", first=3)


def test_a_studio_that_moves_west_over_midnight_is_not_refused(clock: Clock) -> None:
    clock.set_to(datetime(2026, 12, 1, 1, tzinfo=UTC))
    who = payer(ceiling="100", timezone="Asia/Kolkata")
    approved(who, "10.00")
    west = port.Payer(studio_id=who.studio_id, timezone="America/New_York", license="")
    assert caps.month_of(west.timezone).isoformat() == "2026-11-01"
    approved(west, "10.00", first=2)


@pytest.mark.django_db(transaction=True)
def test_the_statement_itself_holds_nothing_under_a_clock_that_went_back() -> None:
    with moved_clock() as clock:
        who = payer(ceiling="100")
        approved(who, "10.00")
        line = ApprovalLine.objects.for_studio(who.studio_id).get()
        Hold._base_manager.all().delete()
        month = caps.open_month(who.studio_id, timezone="UTC", license_id="")
        clock.move(timedelta(days=-1))
        with pytest.raises(ClockWentBack):
            holds.authorize([line], subject=FILM, month=month, film=None, mandate=None, reference="x")
    assert not Hold._base_manager.exists()
    assert figures(who) == ("10.00", "0.00")

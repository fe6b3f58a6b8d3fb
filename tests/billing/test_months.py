from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from billing import port
from billing.models import Cap
from billing.port import Payer
from billing.services import caps
from core import clock
from core.amounts import Credits
from tests.billing.bills import approved, broken, pay, payer

pytestmark = pytest.mark.django_db
ZONES = [
    "Etc/GMT+12", "Pacific/Pago_Pago", "America/St_Johns", "UTC", "Asia/Kolkata", "Asia/Kathmandu",
    "Pacific/Chatham", "Etc/GMT-14",
]  # fmt: skip


def month_by_the_database(zone: str) -> date:
    with connection.cursor() as cursor:
        cursor.execute("SELECT date_trunc('month', now() AT TIME ZONE %s)::date", [zone])
        (first,) = cursor.fetchone()
    assert isinstance(first, date)
    return first


def last_month(who: Payer) -> Cap:
    """Turn the clock, as far as the caps are concerned: this month's cap becomes the one before."""
    rows = Cap.objects.for_studio(who.studio_id).filter(scope="studio_month")
    row = rows.get()
    assert row.month is not None
    rows.update(month=(row.month - timedelta(days=1)).replace(day=1))
    return row


@pytest.mark.parametrize("zone", ZONES)
def test_a_month_begins_where_the_studio_is(zone: str) -> None:
    who = payer(timezone=zone)
    approved(who, "10.00")
    row = Cap.objects.for_studio(who.studio_id).get()
    assert row.month == month_by_the_database(zone) == port.month_of(zone)
    assert port.month_figures(who).held == Credits("10.00")


def test_the_clock_is_the_database_s_and_stands_still_in_a_transaction() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        assert clock.now() == cursor.fetchone()[0] == clock.now()
    assert clock.from_now(days=30) - clock.now() == timedelta(days=30)
    assert clock.month_start(ZoneInfo("UTC")).day == 1


def test_a_hold_stays_in_its_month() -> None:
    who = payer()
    (line,) = approved(who, "40.00")
    november = last_month(who)
    approved(who, "5.00", film="flm_b")
    pay(who, {line: "30.00"})
    november.refresh_from_db()
    assert (str(november.held), str(november.spent)) == ("0.00", "30.00")
    figures_now = port.month_figures(who)
    assert (figures_now.held, figures_now.spent) == (Credits("5.00"), Credits("0.00"))
    assert broken() == []


def test_what_is_given_back_goes_back_to_its_month() -> None:
    who = payer()
    (line,) = approved(who, "40.00")
    november = last_month(who)
    port.void(who.studio_id, [line])
    november.refresh_from_db()
    assert november.held == Credits("0.00")
    assert not Cap.objects.for_studio(who.studio_id).exclude(pk=november.pk).exists()


def test_a_new_month_has_the_whole_allowance_and_nothing_of_the_last() -> None:
    who = payer(license_ceiling="60")
    approved(who, "60.00")
    Cap.objects.for_studio(who.studio_id).update(month=date(2020, 1, 1))
    assert port.month_figures(who).left == Credits("100.00")
    approved(who, "60.00", film="flm_b")
    assert port.month_figures(who).left == Credits("40.00")
    assert Cap.objects.for_studio(who.studio_id).filter(scope="license_month").count() == 2


def test_a_new_month_takes_the_allowance_that_stands_when_it_is_first_touched() -> None:
    who = payer()
    last_month(who)
    caps.set_allowance(who.studio_id, Credits("70"), timezone="UTC")
    assert port.month_figures(who).ceiling == Credits("70.00")

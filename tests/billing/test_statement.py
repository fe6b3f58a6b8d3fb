"""What a month consists of, as billing tells it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing import port
from billing.models import Cap
from billing.port import ChargedLine, MonthCharges, Payer
from billing.services import caps, topups
from core import clock
from core.amounts import ZERO, Credits
from tests.billing.bills import approved, pay, payer

pytestmark = pytest.mark.django_db


def this_month(who: Payer) -> MonthCharges:
    return port.month_charges(who.studio_id, port.month_of(who.timezone))


def told(lines: tuple[ChargedLine, ...]) -> list[tuple[str, str, str, str, str]]:
    return [(line.work, str(line.billed), str(line.spent), str(line.held), line.status) for line in lines]


def test_every_line_of_the_month_is_told_with_what_it_came_to() -> None:
    who = payer(license_ceiling="50")
    paid, given_back, _ = approved(who, "10.00", "20.00", "5.00")
    pay(who, {paid: "8.50"})
    port.void(who.studio_id, [given_back])
    charges = this_month(who)
    assert told(charges.lines) == [
        ("flm_a/1", "10.00", "8.50", "0.00", "captured"),
        ("flm_a/2", "20.00", "0.00", "0.00", "voided"),
        ("flm_a/3", "5.00", "0.00", "5.00", "authorized"),
    ]
    figures = charges.figures
    assert (figures.ceiling, figures.spent, figures.held) == (Credits(100), Credits("8.50"), Credits(5))
    line = charges.lines[0]
    assert (line.id, line.subject, line.kind, line.label) == (paid, "flm_a", "draft", "shot-01")
    assert (line.license, line.spec) == (who.license, {"model": "test", "at_most": "10.00"})
    assert [one.resolved_at is None for one in charges.lines] == [False, False, True]


def test_a_line_that_no_budget_has_funded_is_charged_to_no_month() -> None:
    who = payer()
    port.set_budget(who.studio_id, subject="flm_a", ceiling=Credits(10))
    approved(who, "10.00", "7.00")
    assert [line.work for line in this_month(who).lines] == ["flm_a/1"]


def test_a_take_in_flight_when_the_month_turns_stays_in_its_month() -> None:
    who = payer()
    (line,) = approved(who, "40.00")
    now = port.month_of("UTC")
    before = (now - timedelta(days=1)).replace(day=1)
    Cap.objects.for_studio(who.studio_id).update(month=before)
    approved(who, "5.00", film="flm_b")
    pay(who, {line: "30.00"})
    then = port.month_charges(who.studio_id, before)
    assert told(then.lines) == [("flm_a/1", "40.00", "30.00", "0.00", "captured")]
    assert (then.figures.spent, then.figures.held) == (Credits(30), Credits(0))
    assert [one.work for one in this_month(who).lines] == ["flm_b/1"]


def test_another_studio_has_a_month_of_its_own() -> None:
    approved(payer("lumen"), "10.00")
    other = payer("nadir")
    assert this_month(other).lines == ()
    assert this_month(other).figures.held == Credits(0)


def test_the_top_ups_that_raised_the_month_are_told_with_it() -> None:
    who = payer()
    late = clock.from_now(days=1)
    topups.give(
        who.studio_id, Credits(20), reason="a trailer", expires_at=late, timezone="UTC", by="operator"
    )
    topups.ask(who.studio_id, Credits(900), reason="a saga", expires_at=None, timezone="UTC", by="lic_x")
    charges = this_month(who)
    assert charges.figures.ceiling == Credits(120)
    assert [(one.amount, one.reason, one.granted_by, one.expires_at) for one in charges.top_ups] == [
        (Credits(20), "a trailer", "operator", late)
    ]
    assert [one.has_ended for one in charges.top_ups] == [False]


def test_a_raise_that_is_over_is_told_as_over() -> None:
    who = payer()
    soon = clock.from_now(seconds=60)
    top_up = topups.give(
        who.studio_id, Credits(20), reason="a trailer", expires_at=soon, timezone="UTC", by="operator"
    )
    type(top_up).objects.for_studio(who.studio_id).update(expires_at=clock.now())
    topups.end_due()
    charges = this_month(who)
    assert (charges.figures.ceiling, charges.top_ups[0].has_ended) == (Credits(100), True)


def test_a_month_in_which_nothing_happened_has_nothing_but_its_allowance() -> None:
    who = payer()
    approved(who, "10.00")
    topups.give(who.studio_id, Credits(20), reason="a trailer", expires_at=None, timezone="UTC", by="op")
    empty = port.month_charges(who.studio_id, date(2020, 2, 1))
    assert (empty.lines, empty.top_ups) == ((), ())
    assert (empty.figures.ceiling, empty.figures.spent, empty.figures.held) == (Credits(100), ZERO, ZERO)


def test_a_payment_between_two_readings_parts_no_line_from_the_figures() -> None:
    who = payer()
    (line,) = approved(who, "10.00")
    payments = [{line: "8.00"}]

    def pay_before_the_lines_are_read(execute: Any, sql: str, *rest: Any) -> Any:
        if 'FROM "billing_hold"' in sql and payments:
            pay(who, payments.pop())
        return execute(sql, *rest)

    with connection.execute_wrapper(pay_before_the_lines_are_read):
        charges = this_month(who)
    assert payments == []
    assert [one.spent for one in charges.lines] == [charges.figures.spent] == [Credits(8)]
    assert charges.figures.held == ZERO


def test_a_hundred_lines_take_as_many_queries_as_one() -> None:
    asked = []
    for slug, count in [("lumen", 1), ("nadir", 100)]:
        who = payer(slug)
        approved(who, *["1.00"] * count)
        month = caps.month_of("UTC")
        with CaptureQueriesContext(connection) as captured:
            assert len(port.month_charges(who.studio_id, month).lines) == count
        asked.append(len(captured))
    assert asked == [3, 3]

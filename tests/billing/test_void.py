import pytest
from django.db import connection

from billing import port
from billing.models import Hold, LedgerEntry
from billing.services import holds
from core.amounts import Credits
from tests.billing.bills import FILM, approved, broken, figures, pay, payer

pytestmark = pytest.mark.django_db


def all_holds(studio_id: int) -> list[Hold]:
    return list(Hold.objects.for_studio(studio_id).order_by("pk"))


def test_all_is_given_back_on_every_cap() -> None:
    who = payer(license_ceiling="50")
    port.set_budget(who.studio_id, subject=FILM, ceiling=Credits("45"))
    lines = approved(who, "10.00", "20.00")
    port.void(who.studio_id, lines)
    for scope, subject in [("studio_month", ""), ("license_month", who.license), ("film", FILM)]:
        assert figures(who, scope, subject) == ("0.00", "0.00")
    assert {hold.status for hold in all_holds(who.studio_id)} == {"voided"}
    entries = LedgerEntry.objects.for_studio(who.studio_id).filter(kind="void")
    assert {(str(entry.amount), str(entry.released)) for entry in entries} == {("30.00", "0.00")}
    assert entries.count() == 3
    assert broken() == []


def test_only_the_lines_named_are_given_back() -> None:
    who = payer()
    first, _ = approved(who, "10.00", "20.00")
    port.void(who.studio_id, [first])
    assert figures(who) == ("20.00", "0.00")


def test_the_entry_names_the_hold_or_how_many_they_were_and_the_first() -> None:
    who = payer()
    one, two, three = approved(who, "10.00", "20.00", "30.00")
    port.void(who.studio_id, [one])
    port.void(who.studio_id, [two, three])
    first, *others = (hold.public_id for hold in all_holds(who.studio_id))
    entries = LedgerEntry.objects.for_studio(who.studio_id).filter(kind="void").order_by("pk")
    said = list(entries.values_list("reference", flat=True))
    assert said == [first, f"2 holds from {min(others)}"]


def test_a_line_is_given_back_once() -> None:
    who = payer()
    lines = approved(who, "10.00", "20.00")
    port.void(who.studio_id, lines[:1])
    port.void(who.studio_id, lines[:1])
    assert figures(who) == ("20.00", "0.00")
    assert [hold.id for hold in holds.void(all_holds(who.studio_id))] == [all_holds(who.studio_id)[1].pk]
    assert holds.void(all_holds(who.studio_id)) == []
    assert broken() == []


def test_what_was_paid_is_not_given_back() -> None:
    who = payer()
    (line,) = approved(who, "10.00")
    pay(who, {line: "7.00"})
    port.void(who.studio_id, [line])
    assert figures(who) == ("0.00", "7.00")
    assert all_holds(who.studio_id)[0].status == "captured"


def test_a_line_named_twice_is_given_back_once() -> None:
    who = payer()
    approved(who, "10.00", "20.00")
    first, _ = all_holds(who.studio_id)
    holds.void([first, first])
    assert figures(who) == ("20.00", "0.00")


def test_another_studio_s_lines_are_left_alone() -> None:
    who, other = payer(), payer("nadir")
    port.void(other.studio_id, approved(who, "10.00"))
    assert figures(who) == ("10.00", "0.00")


def test_nothing_to_give_back_is_nothing_to_do() -> None:
    assert holds.void([]) == []


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_closed_is_opened_and_plans_the_statement_once() -> None:
    who = payer()
    lines = approved(who, "1.00", "1.00")
    held = list(Hold.objects.for_studio(who.studio_id).order_by("pk"))
    connection.close()
    for hold in held:
        assert len(holds.void([hold])) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%voided%'")
        assert cursor.fetchone() == (1,)
    assert len(lines) == 2

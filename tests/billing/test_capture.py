import pytest
from django.db import IntegrityError, transaction

from billing import port
from billing.models import Hold, LedgerEntry
from billing.services import holds
from core.amounts import Credits
from tests.billing.bills import FILM, approved, broken, cap, figures, pay, payer

pytestmark = pytest.mark.django_db


def hold_of(line: str) -> Hold:
    return Hold._base_manager.get(approval_line__public_id=line)


def entry_of(studio_id: int) -> tuple[str, str, str, str]:
    entry = LedgerEntry.objects.for_studio(studio_id).filter(cap__scope="studio_month").latest("sequence")
    return entry.kind, str(entry.amount), str(entry.released), entry.reference


@pytest.mark.parametrize(
    ("reported", "captured", "released"),
    [
        ("40.00", "40.00", "0.00"),
        ("30.00", "30.00", "10.00"),
        ("0.00", "0.00", "40.00"),
        ("40.01", "40.00", "0.00"),
        ("9999", "40.00", "0.00"),
        ("30.001", "30.01", "9.99"),
        ("39.999", "40.00", "0.00"),
    ],
    ids=["all", "part", "nothing", "a cent more", "far more", "rounded up", "rounded up to all"],
)
def test_what_was_reported_is_paid_up_to_the_hold_and_the_rest_given_back(
    reported: str, captured: str, released: str
) -> None:
    who = payer(license_ceiling="50")
    port.set_budget(who.studio_id, subject=FILM, ceiling=Credits("45"))
    (line,) = approved(who, "40.00")
    pay(who, {line: reported})
    hold = hold_of(line)
    assert (hold.status, str(hold.captured), str(hold.amount)) == ("captured", captured, "40.00")
    assert hold.resolved_at is not None
    assert entry_of(who.studio_id) == ("capture", captured, released, hold.public_id)
    for scope, subject in [("studio_month", ""), ("license_month", who.license), ("film", FILM)]:
        assert figures(who, scope, subject) == ("0.00", captured)
    assert broken() == []


def test_several_lines_are_one_entry_on_each_cap() -> None:
    who = payer()
    first, second, third = approved(who, "10.00", "20.00", "30.00")
    pay(who, {first: "10.00", second: "5.00"})
    assert figures(who) == ("30.00", "15.00")
    kind, amount, released, reference = entry_of(who.studio_id)
    assert (kind, amount, released) == ("capture", "15.00", "15.00")
    assert reference == f"2 holds from {min(hold_of(first).public_id, hold_of(second).public_id)}"
    assert hold_of(third).status == "authorized"
    assert broken() == []


def test_lines_of_films_with_different_caps_go_each_to_its_own() -> None:
    who = payer()
    port.set_budget(who.studio_id, subject="flm_b", ceiling=Credits("20"))
    (first,) = approved(who, "10.00")
    (second,) = approved(who, "20.00", film="flm_b")
    pay(who, {first: "10.00", second: "15.00"})
    assert figures(who) == ("0.00", "25.00")
    assert figures(who, "film", "flm_b") == ("0.00", "15.00")
    assert broken() == []


def test_what_was_given_back_can_be_held_again() -> None:
    who = payer(ceiling="40")
    (line,) = approved(who, "40.00")
    pay(who, {line: "10.00"})
    approved(who, "30.00", first=2)
    assert figures(who) == ("30.00", "10.00")


def test_a_line_is_paid_once() -> None:
    who = payer()
    (line,) = approved(who, "40.00")
    pay(who, {line: "10.00"})
    pay(who, {line: "40.00"})
    assert figures(who) == ("0.00", "10.00")
    assert cap(who).sequence == 3
    assert broken() == []


def test_a_line_that_was_given_back_is_not_paid() -> None:
    who = payer()
    (line,) = approved(who, "40.00")
    port.void(who.studio_id, [line])
    pay(who, {line: "40.00"})
    assert figures(who) == ("0.00", "0.00")
    assert hold_of(line).status == "voided"


def test_the_answer_is_what_this_call_resolved() -> None:
    who = payer()
    first, second = approved(who, "10.00", "20.00")
    pay(who, {first: "10.00"})
    asked = {hold_of(first).pk: Credits("10.00"), hold_of(second).pk: Credits("8.00")}
    assert holds.capture(asked) == [(hold_of(second).pk, Credits("20.00"), Credits("8.00"))]
    assert holds.capture(asked) == []
    assert holds.capture({}) == []


def test_another_studio_s_lines_are_left_alone() -> None:
    who, other = payer(), payer("nadir")
    (line,) = approved(who, "40.00")
    pay(other, {line: "40.00"})
    assert figures(who) == ("40.00", "0.00")


def test_a_negative_amount_is_refused_by_the_database() -> None:
    who = payer()
    (line,) = approved(who, "40.00")
    with pytest.raises(IntegrityError, match="hold_captured_within_authorized"), transaction.atomic():
        pay(who, {line: "-1.00"})
    assert figures(who) == ("40.00", "0.00")

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from billing import port
from billing.errors import AllowanceMissing, InsufficientAllowance
from billing.models import Allowance, ApprovalLine, Cap, Hold, LedgerEntry
from billing.services import holds
from billing.services.caps import MonthCaps
from core.amounts import Credits
from tests.billing.bills import FILM, approve, approved, broken, cap, figures, pay, payer, show, work

pytestmark = pytest.mark.django_db


def funded(studio_id: int) -> list[str]:
    rows = Hold.objects.for_studio(studio_id).order_by("approval_line__quote_line__position")
    return list(rows.values_list("approval_line__quote_line__work", flat=True))


def test_each_line_gets_a_hold_and_each_cap_one_entry_with_the_sum() -> None:
    who = payer(license_ceiling="80")
    port.set_budget(who.studio_id, subject=FILM, ceiling=Credits("60"))
    approved(who, "19.00", "0.01", "20.99")
    assert [str(hold.amount) for hold in Hold.objects.for_studio(who.studio_id)] == ["19.00", "0.01", "20.99"]
    for scope, subject in [("studio_month", ""), ("license_month", who.license), ("film", FILM)]:
        entry = cap(who, scope, subject).entries.get(kind="authorize")
        assert (str(entry.amount), str(entry.held_after), str(entry.spent_after)) == (
            "40.00",
            "40.00",
            "0.00",
        )
        assert figures(who, scope, subject) == ("40.00", "0.00")
    assert broken() == []


def test_the_last_credit_can_be_held() -> None:
    who = payer(ceiling="40")
    approved(who, "39.99", "0.01")
    assert figures(who) == ("40.00", "0.00")


def test_a_studio_without_a_ceiling_is_never_short() -> None:
    who = payer(ceiling=None)
    approved(who, "999999.99")
    assert figures(who) == ("999999.99", "0.00")
    assert broken() == []


def test_a_month_that_is_short_is_told_to_the_cent_and_nothing_is_held() -> None:
    who = payer(ceiling="40")
    approved(who, "10.00")
    gate = show(who, work("30.00", "0.01", first=2))
    with pytest.raises(InsufficientAllowance) as refusal:
        approve(who, gate)
    assert refusal.value.extras == {
        "needed": "30.01", "available": "30.00", "missing": "0.01", "cap": "studio_month",
    }  # fmt: skip
    assert "0.01 are missing" in refusal.value.detail
    assert figures(who) == ("10.00", "0.00")
    assert LedgerEntry.objects.for_studio(who.studio_id).filter(kind="authorize").count() == 1
    assert broken() == []


def test_a_license_that_is_short_is_told_as_such() -> None:
    who = payer(license_ceiling="25")
    gate = show(who, work("20.00", "10.00"))
    with pytest.raises(InsufficientAllowance) as refusal:
        approve(who, gate)
    assert refusal.value.extras == {
        "needed": "30.00", "available": "25.00", "missing": "5.00", "cap": "license_month",
    }  # fmt: skip
    assert figures(who) == figures(who, "license_month", who.license) == ("0.00", "0.00")


def test_of_two_that_are_short_the_shorter_is_told() -> None:
    who = payer(ceiling="20", license_ceiling="15")
    gate = show(who, work("30.00"))
    with pytest.raises(InsufficientAllowance) as refusal:
        approve(who, gate)
    assert (refusal.value.extras["missing"], refusal.value.extras["cap"]) == ("15.00", "license_month")


def test_a_license_s_share_is_its_own() -> None:
    who = payer(license_ceiling="25")
    approved(who, "25.00")
    other = port.Payer(studio_id=who.studio_id, timezone="UTC", license="lic_other")
    approved(other, "75.00", film="flm_b")
    assert figures(who) == ("100.00", "0.00")
    assert figures(who, "license_month", who.license) == ("25.00", "0.00")


def test_a_budget_funds_lines_in_their_order_until_one_does_not_fit() -> None:
    who = payer()
    port.set_budget(who.studio_id, subject=FILM, ceiling=Credits("50"))
    approved(who, "20.00", "20.00", "20.00", "5.00")
    assert funded(who.studio_id) == ["flm_a/1", "flm_a/2"]
    assert figures(who) == figures(who, "film", FILM) == ("40.00", "0.00")
    lines = port.released_lines(who.studio_id, FILM)
    assert [lines[f"flm_a/{number}"].is_funded for number in (1, 2, 3, 4)] == [True, True, False, False]
    assert broken() == []


def test_what_a_film_has_spent_is_gone_from_its_budget() -> None:
    who = payer()
    port.set_budget(who.studio_id, subject=FILM, ceiling=Credits("30"))
    pay(who, {approved(who, "20.00")[0]: "20.00"})
    approved(who, "10.01", "10.00", first=2)
    assert funded(who.studio_id) == ["flm_a/1"]
    approved(who, "10.00", first=4)
    assert figures(who, "film", FILM) == ("10.00", "20.00")


def test_a_budget_that_fits_exactly_funds_all() -> None:
    who = payer()
    port.set_budget(who.studio_id, subject=FILM, ceiling=Credits("40"))
    approved(who, "20.00", "20.00")
    assert len(funded(who.studio_id)) == 2


def test_a_budget_that_funds_nothing_moves_nothing() -> None:
    who = payer()
    port.set_budget(who.studio_id, subject=FILM, ceiling=Credits("10"))
    approved(who, "20.00")
    assert funded(who.studio_id) == []
    assert not LedgerEntry.objects.for_studio(who.studio_id).filter(kind="authorize").exists()


def test_a_budget_is_one_film_s() -> None:
    who = payer()
    port.set_budget(who.studio_id, subject=FILM, ceiling=Credits("10"))
    approved(who, "20.00", film="flm_b")
    assert figures(who) == ("20.00", "0.00")
    assert figures(who, "film", FILM) == ("0.00", "0.00")


def test_the_month_has_to_cover_only_what_the_budget_funds() -> None:
    who = payer(ceiling="30")
    port.set_budget(who.studio_id, subject=FILM, ceiling=Credits("25"))
    approved(who, "20.00", "20.00")
    assert figures(who) == ("20.00", "0.00")


def test_another_studio_s_cap_is_as_good_as_none() -> None:
    who, other = payer(), payer("nadir")
    line = unheld_line(approved(who, "5.00")[0])
    month = MonthCaps(cap(who), None)
    for theirs in ({"film": cap(other), "mandate": None}, {"film": None, "mandate": cap(other)}):
        with pytest.raises(AllowanceMissing):
            holds.authorize([line], subject=FILM, month=month, reference="x", **theirs)
    assert figures(who) == figures(other) == ("0.00", "0.00")


def test_a_cap_that_does_not_exist_is_missing() -> None:
    who = payer()
    line = unheld_line(approved(who, "5.00")[0])
    nowhere = Cap(pk=0, studio_id=who.studio_id)
    with pytest.raises(AllowanceMissing):
        holds.authorize(
            [line], subject=FILM, month=MonthCaps(nowhere, None), film=None, mandate=None, reference="x"
        )


def test_a_studio_without_an_allowance_orders_nothing() -> None:
    who = payer()
    broke = payer("nadir", ceiling="0")
    Allowance.objects.for_studio(broke.studio_id).delete()
    gate = show(broke, work("1.00"))
    with pytest.raises(AllowanceMissing):
        approve(broke, gate)
    approved(who, "1.00")


def test_a_line_is_never_held_twice() -> None:
    who = payer()
    (line_id,) = approved(who, "5.00")
    line = ApprovalLine.objects.for_studio(who.studio_id).get(public_id=line_id)
    month = MonthCaps(cap(who), None)
    with pytest.raises(IntegrityError), transaction.atomic():
        holds.authorize([line], subject=FILM, month=month, film=None, mandate=None, reference="x")
    assert figures(who) == ("5.00", "0.00")
    assert broken() == []


def test_the_answer_names_the_lines_that_were_funded() -> None:
    who = payer()
    first, second = (unheld_line(line) for line in approved(who, "5.00", "6.00"))
    placed = holds.authorize(
        [first, second], subject=FILM, month=MonthCaps(cap(who), None), film=None, mandate=None, reference="x"
    )
    assert placed == {first.pk, second.pk}
    assert cap(who).held == Decimal("11.00")


def unheld_line(line_id: str) -> ApprovalLine:
    """An approved line as it was before its hold, and the month as it was before that."""
    line = ApprovalLine._base_manager.select_related("quote_line").get(public_id=line_id)
    Hold._base_manager.filter(approval_line=line).delete()
    Cap._base_manager.update(held=0)
    return line

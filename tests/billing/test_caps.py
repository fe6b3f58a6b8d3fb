from collections.abc import Callable
from functools import partial

import pytest
from django.db import DataError, IntegrityError, transaction

from billing import port
from billing.errors import CeilingTooLow, InsufficientAllowance
from billing.models import Allowance, Cap
from billing.port import Payer
from billing.services import caps
from core.amounts import Credits
from studios.models import AuditEntry
from tests.billing.bills import (
    FILM,
    approve,
    approved,
    broken,
    cap,
    figures,
    pay,
    payer,
    show,
    unlocked,
    work,
)
from tests.core.at_once import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def who() -> Payer:
    """40 of a month's 100 credits are committed: 30 held, 10 spent."""
    paying = payer()
    first, _ = approved(paying, "10.00", "30.00")
    pay(paying, {first: "10.00"})
    return paying


def test_a_ceiling_may_sink_to_what_is_committed(who: Payer) -> None:
    assert caps.set_ceiling(cap(who), Credits("40.00"), reference="operator").ceiling == Credits("40.00")
    entry = cap(who).entries.latest("sequence")
    assert (entry.kind, str(entry.ceiling_after), entry.reference) == ("ceiling", "40.00", "operator")
    assert broken() == []


def test_a_ceiling_below_what_is_committed_is_refused_with_the_figure(who: Payer) -> None:
    with pytest.raises(CeilingTooLow, match=r"40\.00 credits are already spent or set aside") as refusal:
        caps.set_ceiling(cap(who), Credits("39.99"), reference="operator")
    assert refusal.value.extras == {"committed": "40.00"}
    assert cap(who).ceiling == Credits("100.00")
    assert broken() == []


def test_a_higher_ceiling_counts_at_once(who: Payer) -> None:
    gate = show(who, work("70.00", first=9))
    with pytest.raises(InsufficientAllowance):
        approve(who, gate)
    caps.set_ceiling(cap(who), Credits("110.00"), reference="top-up")
    approve(who, gate)
    assert figures(who) == ("100.00", "10.00")


def test_no_ceiling_at_all_is_an_entry_too(who: Payer) -> None:
    caps.set_ceiling(cap(who), None, reference="operator")
    assert cap(who).entries.latest("sequence").ceiling_after is None
    approved(who, "5000.00", film="flm_b")
    assert broken() == []


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"held": Credits("90.01")}, "cap_within_ceiling"),
        ({"spent": Credits("70.01")}, "cap_within_ceiling"),
        ({"ceiling": Credits("39.99")}, "cap_within_ceiling"),
        ({"held": Credits("-0.01")}, "cap_amounts_not_negative"),
        ({"spent": Credits("-0.01")}, "cap_amounts_not_negative"),
        ({"month": None}, "cap_month_fits_scope"),
    ],
)
def test_the_database_refuses_what_no_service_would_write(
    who: Payer, change: dict[str, object], rule: str
) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Cap.objects.for_studio(who.studio_id).update(**change)


@pytest.mark.parametrize("scope", ["studio_month", "film"])
def test_a_window_has_one_cap(who: Payer, scope: str) -> None:
    port.set_budget(who.studio_id, subject=FILM, ceiling=Credits("50"))
    row = Cap.objects.for_studio(who.studio_id).get(scope=scope)
    with pytest.raises(IntegrityError, match="cap_one_per_window"), transaction.atomic():
        Cap.objects.create(studio_id=who.studio_id, scope=scope, subject=row.subject, month=row.month)


def test_a_standing_allowance_changes_this_month_too(who: Payer) -> None:
    caps.set_allowance(who.studio_id, Credits("250"), timezone="UTC")
    assert cap(who).ceiling == Credits("250.00")
    assert port.month_figures(who).left == Credits("210.00")


def test_an_allowance_that_changes_nothing_is_no_entry(who: Payer) -> None:
    before = cap(who).sequence
    caps.set_allowance(who.studio_id, Credits("100"), timezone="UTC")
    assert cap(who).sequence == before


def test_an_allowance_below_what_is_committed_changes_neither(who: Payer) -> None:
    with pytest.raises(CeilingTooLow):
        caps.set_allowance(who.studio_id, Credits("39"), timezone="UTC")
    assert Allowance.objects.for_studio(who.studio_id).get().ceiling == Credits("100.00")
    assert cap(who).ceiling == Credits("100.00")


def test_a_license_s_allowance_waits_for_the_studio_s(who: Payer) -> None:
    Allowance.objects.for_studio(who.studio_id).delete()
    caps.set_allowance(who.studio_id, Credits("5"), timezone="UTC", license_id="lic_x")
    assert not Cap.objects.for_studio(who.studio_id).filter(scope="license_month").exists()
    caps.set_allowance(who.studio_id, Credits("100"), timezone="UTC")
    month = caps.open_month(who.studio_id, timezone="UTC", license_id="lic_x")
    assert month.license is not None
    assert (month.license.subject, month.license.ceiling) == ("lic_x", Credits("5.00"))


def test_a_license_without_a_share_of_its_own_has_no_cap(who: Payer) -> None:
    assert caps.open_month(who.studio_id, timezone="UTC", license_id="lic_y").license is None


MOVES: list[Callable[[Cap, str], Cap]] = [
    lambda row, reference: caps.set_ceiling(row, Credits("90"), reference=reference),
    lambda row, reference: caps.raise_ceiling(row, Credits("5"), reference=reference),
    lambda row, reference: caps.end_raise(row, Credits("5"), reference=reference),
]


@pytest.mark.parametrize("move", MOVES)
def test_a_ceiling_is_moved_from_the_row_as_it_is_and_not_as_it_was_read(
    move: Callable[[Cap, str], Cap],
) -> None:
    who = payer(ceiling="100")
    stale = cap(who)
    approved(who, "50.00")
    assert str(move(stale, "x").held) == "50.00"
    assert broken() == []
    with pytest.raises(CeilingTooLow):
        caps.set_ceiling(stale, Credits("49.99"), reference="x")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("move", MOVES)
def test_a_ceiling_that_can_not_be_written_down_is_not_moved(move: Callable[[Cap, str], Cap]) -> None:
    who = payer(ceiling="100")
    with pytest.raises(DataError):
        move(cap(who), "x" * 81)
    assert str(cap(who).ceiling) == "100.00"
    assert broken() == []


@pytest.mark.django_db(transaction=True)
def test_changing_a_budget_takes_every_cap_that_its_holds_are_charged_to() -> None:
    who = payer(ceiling="100", license_ceiling="50")
    approved(who, "1.00", film="flm_b")
    port.set_budget(who.studio_id, subject=FILM, ceiling=Credits("10"))
    port.set_budget(who.studio_id, subject="flm_b", ceiling=Credits("10"))
    port.give_mandate(who, subject=FILM, kinds=["draft"], ceiling=Credits("5"), by="lic")

    with transaction.atomic():
        port.set_budget(who.studio_id, subject=FILM, ceiling=Credits("20"))
        assert at_once([partial(unlocked, who)]) == [{"flm_b"}]


def test_a_ceiling_that_moves_is_dated_so_that_a_proof_of_today_looks_at_it(who: Payer) -> None:
    before = cap(who).moved_at
    caps.set_ceiling(cap(who), Credits("90"), reference="operator")
    assert cap(who).moved_at > before


def test_who_set_which_allowance_is_written_down() -> None:
    who = payer(ceiling="100", license_ceiling="50")
    caps.set_top_up_limit(who.studio_id, Credits("9"), by="ada")
    entries = AuditEntry.objects.for_studio(who.studio_id).exclude(verb="studio.create").order_by("pk")
    assert list(entries.values_list("actor", "verb", "subject", "details")) == [
        ("operator", "allowance.set", "studio", {"ceiling": "100.00", "license": ""}),
        ("operator", "allowance.set", who.license, {"ceiling": "50.00", "license": who.license}),
        ("ada", "top_up_limit.set", "studio", {"limit": "9.00"}),
    ]


@pytest.mark.django_db(transaction=True)
def test_a_limit_for_top_ups_that_can_not_be_written_down_is_not_set() -> None:
    who = payer(ceiling="100")
    with pytest.raises(DataError):
        caps.set_top_up_limit(who.studio_id, Credits("9"), by="x" * 81)
    assert Allowance.objects.for_studio(who.studio_id).get().top_up_limit == 0


def test_a_limit_for_top_ups_is_the_studios_and_no_license_s() -> None:
    who = payer(ceiling="100", license_ceiling="50")
    caps.set_top_up_limit(who.studio_id, Credits("9"), by="ada")
    rows = Allowance.objects.for_studio(who.studio_id).values_list("license", "top_up_limit")
    assert dict(rows) == {"": Credits("9"), who.license: 0}

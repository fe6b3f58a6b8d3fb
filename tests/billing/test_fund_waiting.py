import pytest

from billing import port
from billing.errors import CeilingTooLow, InsufficientAllowance
from billing.models import ApprovalLine
from billing.port import Payer
from billing.services import caps
from core.amounts import Credits
from tests.billing.bills import FILM, approved, broken, figures, pay, payer, put_last, work

pytestmark = pytest.mark.django_db


def budget(who: Payer, amount: str) -> None:
    port.set_budget(who.studio_id, subject=FILM, ceiling=Credits(amount))


def funded(who: Payer) -> list[bool]:
    return [line.is_funded for line in port.released_lines(who.studio_id, FILM).values()]


@pytest.fixture
def who() -> Payer:
    """A film of four shots at 20 whose budget paid for one."""
    paying = payer()
    budget(paying, "30")
    approved(paying, "20.00", "20.00", "20.00", "20.00")
    return paying


def test_a_higher_budget_funds_the_next_lines_in_order(who: Payer) -> None:
    assert funded(who) == [True, False, False, False]
    budget(who, "69")
    assert port.fund_waiting(who, subject=FILM) == 2
    assert funded(who) == [True, True, True, False]
    assert figures(who) == figures(who, "film", FILM) == ("60.00", "0.00")
    assert broken() == []


def test_the_order_is_that_of_the_shots_however_the_rows_lie(who: Payer) -> None:
    waiting = port.released_lines(who.studio_id, FILM)[f"{FILM}/2"].id
    put_last(ApprovalLine._base_manager.filter(public_id=waiting))
    budget(who, "49")
    assert port.fund_waiting(who, subject=FILM) == 1
    assert funded(who) == [True, True, False, False]


def test_what_is_funded_is_not_funded_again(who: Payer) -> None:
    budget(who, "100")
    assert port.fund_waiting(who, subject=FILM) == 3
    assert port.fund_waiting(who, subject=FILM) == 0
    assert figures(who) == ("80.00", "0.00")


def test_what_an_order_gave_back_funds_the_next(who: Payer) -> None:
    first = port.released_lines(who.studio_id, FILM)[f"{FILM}/1"].id
    pay(who, {first: "5.00"})
    assert port.fund_waiting(who, subject=FILM) == 1
    assert figures(who, "film", FILM) == ("20.00", "5.00")


def test_a_budget_that_is_still_too_small_funds_nothing(who: Payer) -> None:
    budget(who, "39.99")
    assert port.fund_waiting(who, subject=FILM) == 0


def test_a_month_that_is_short_funds_nothing_and_says_so(who: Payer) -> None:
    approved(who, "30.00", film="flm_b")
    budget(who, "100")
    with pytest.raises(InsufficientAllowance) as refusal:
        port.fund_waiting(who, subject=FILM)
    assert refusal.value.extras == {
        "needed": "60.00", "available": "50.00", "missing": "10.00", "cap": "studio_month",
    }  # fmt: skip
    assert funded(who) == [True, False, False, False]


def test_lines_that_wait_under_a_mandate_are_held_under_it_too() -> None:
    who = payer()
    budget(who, "10")
    port.give_mandate(who, subject=FILM, kinds=["draft"], ceiling=Credits("50"), by=who.license)
    assert port.release_under_mandate(who, subject=FILM, planned=work("10.00", "20.00"))
    budget(who, "100")
    assert port.fund_waiting(who, subject=FILM) == 1
    assert figures(who) == ("30.00", "0.00")
    assert broken() == []


def test_a_budget_below_what_is_committed_is_refused_with_the_figure(who: Payer) -> None:
    with pytest.raises(CeilingTooLow) as refusal:
        budget(who, "19.99")
    assert refusal.value.extras == {"committed": "20.00"}
    assert port.budgets_of(who.studio_id, [FILM, "flm_b"]) == {FILM: Credits("30.00")}


def test_a_film_s_spending_is_told_beside_its_budget(who: Payer) -> None:
    approved(who, "7.00", film="flm_b")
    pay(who, {port.released_lines(who.studio_id, "flm_b")["flm_b/1"].id: "6.00"})
    told = port.spending_of(who.studio_id, [FILM, "flm_b", "flm_c"])
    assert told == {FILM: (Credits("0.00"), Credits("20.00")), "flm_b": (Credits("6.00"), Credits("0.00"))}


def test_lines_of_another_film_go_on_waiting(who: Payer) -> None:
    port.set_budget(who.studio_id, subject="flm_b", ceiling=Credits("1"))
    approved(who, "20.00", film="flm_b")
    budget(who, "100")
    port.set_budget(who.studio_id, subject="flm_b", ceiling=Credits("100"))
    assert port.fund_waiting(who, subject=FILM) == 3
    assert [line.is_funded for line in port.released_lines(who.studio_id, "flm_b").values()] == [False]


def test_each_line_is_paid_by_the_license_that_approved_it() -> None:
    one = payer(ceiling="1000", license_ceiling="40")
    other = Payer(studio_id=one.studio_id, timezone="UTC", license="lic_other")
    caps.set_allowance(one.studio_id, Credits("70"), timezone="UTC", license_id=other.license)
    budget(one, "1")
    approved(one, "20.00")
    approved(other, "30.00", first=2)
    budget(one, "500")
    assert port.fund_waiting(one, subject=FILM) == 2
    assert figures(one, "license_month", one.license) == ("20.00", "0.00")
    assert figures(one, "license_month", other.license) == ("30.00", "0.00")
    assert broken() == []


@pytest.mark.django_db(transaction=True)
def test_when_one_license_is_short_nothing_is_funded_at_all() -> None:
    one = payer(ceiling="1000", license_ceiling="40")
    other = Payer(studio_id=one.studio_id, timezone="UTC", license="lic_other")
    caps.set_allowance(one.studio_id, Credits("70"), timezone="UTC", license_id=other.license)
    budget(one, "1")
    approved(one, "20.00")
    approved(other, "80.00", first=2)
    budget(one, "500")
    with pytest.raises(InsufficientAllowance):
        port.fund_waiting(one, subject=FILM)
    assert figures(one) == ("0.00", "0.00")

"""A raise that ends, what was committed under it, and the allowance beside it."""

from datetime import timedelta

import pytest

from billing import port
from billing.errors import CeilingTooLow, InsufficientAllowance
from billing.models import TopUp
from billing.port import Payer
from billing.services import caps, topups
from core import clock as database_clock
from core.amounts import Credits
from tests.billing.bills import approved, ask, broken, cap, ceiling, figures, pay, with_limit
from tests.billing.moved_clock import Clock

pytestmark = pytest.mark.django_db
SOON = timedelta(days=2)


@pytest.fixture
def who() -> Payer:
    return with_limit()


def test_a_raise_that_ends_takes_only_its_own_away(who: Payer, clock: Clock) -> None:
    ask(who, "30", expires_at=database_clock.now() + SOON)
    ask(who, "20")
    assert topups.end_due() == 0
    clock.move(SOON)
    assert topups.end_due() == 1
    assert topups.end_due() == 0
    assert (ceiling(who), str(cap(who).overhang)) == ("120.00", "0.00")
    assert broken() == []


def test_a_raise_that_ends_breaks_nothing_that_is_committed(who: Payer, clock: Clock) -> None:
    ask(who, "50", expires_at=database_clock.now() + SOON)
    first, second = approved(who, "90.00", "40.00")
    clock.move(SOON)
    topups.end_due()
    assert (ceiling(who), str(cap(who).overhang)) == ("130.00", "30.00")
    pay(who, {first: "80.00"})
    assert (ceiling(who), str(cap(who).overhang)) == ("120.00", "20.00")
    port.void(who.studio_id, [second])
    assert (ceiling(who), str(cap(who).overhang)) == ("100.00", "0.00")
    assert figures(who) == ("0.00", "80.00")
    assert broken() == []


def test_what_is_given_back_of_an_ended_raise_is_not_spent_again(who: Payer, clock: Clock) -> None:
    ask(who, "50", expires_at=database_clock.now() + SOON)
    (line,) = approved(who, "130.00")
    clock.move(SOON)
    topups.end_due()
    pay(who, {line: "110.00"})
    with pytest.raises(InsufficientAllowance) as refusal:
        approved(who, "0.01", first=2)
    assert refusal.value.extras["available"] == "0.00"


def test_a_raise_whose_time_is_over_is_not_spent_though_no_sweep_has_run(who: Payer, clock: Clock) -> None:
    ask(who, "50", expires_at=database_clock.now() + SOON)
    clock.move(SOON)
    with pytest.raises(InsufficientAllowance) as refusal:
        approved(who, "100.01")
    assert refusal.value.extras["available"] == "100.00"
    approved(who, "100.00")
    assert TopUp._base_manager.get().status == "ended"
    assert broken() == []


def test_a_new_allowance_stands_beside_the_top_ups(who: Payer, clock: Clock) -> None:
    ask(who, "50", expires_at=database_clock.now() + SOON)
    caps.set_allowance(who.studio_id, Credits("200"), timezone="UTC")
    assert ceiling(who) == "250.00"
    clock.move(SOON)
    topups.end_due()
    assert ceiling(who) == "200.00"


def test_raising_the_allowance_under_an_overhang_is_not_refused(who: Payer, clock: Clock) -> None:
    ask(who, "50", expires_at=database_clock.now() + SOON)
    approved(who, "130.00")
    clock.move(SOON)
    topups.end_due()
    caps.set_allowance(who.studio_id, Credits("110"), timezone="UTC")
    assert (ceiling(who), str(cap(who).overhang)) == ("130.00", "20.00")
    caps.set_allowance(who.studio_id, Credits("500"), timezone="UTC")
    assert (ceiling(who), str(cap(who).overhang)) == ("500.00", "0.00")
    assert broken() == []


def test_what_is_spent_of_an_ended_raise_counts_as_committed(who: Payer, clock: Clock) -> None:
    ask(who, "50", expires_at=database_clock.now() + SOON)
    first, _ = approved(who, "100.00", "30.00")
    clock.move(SOON)
    topups.end_due()
    pay(who, {first: "100.00"})
    caps.set_allowance(who.studio_id, Credits("110"), timezone="UTC")
    assert (ceiling(who), str(cap(who).overhang), figures(who)) == ("130.00", "20.00", ("30.00", "100.00"))


def test_lowering_the_allowance_below_what_is_committed_is_refused_with_the_figure(who: Payer) -> None:
    ask(who, "50")
    approved(who, "140.00")
    with pytest.raises(CeilingTooLow) as refusal:
        caps.set_allowance(who.studio_id, Credits("89.99"), timezone="UTC")
    assert refusal.value.extras["committed"] == "140.00"
    caps.set_allowance(who.studio_id, Credits("90"), timezone="UTC")
    assert ceiling(who) == "140.00"


def test_a_cap_that_is_lifted_meanwhile_has_nothing_to_end(who: Payer, clock: Clock) -> None:
    ask(who, "50", expires_at=database_clock.now() + SOON)
    caps.set_allowance(who.studio_id, None, timezone="UTC")
    clock.move(SOON)
    assert topups.end_due() == 1
    assert cap(who).ceiling is None
    assert broken() == []

"""Four processes spend the same credits, while top-ups come in, credits come back, and the month turns.

Every refusal names the cap and the place in its chain at which it was short, so the ledger itself says whether there
was room. `make bench` runs the same with a thousand approvals.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from billing.models import Cap
from billing.services import topups
from core.amounts import Credits
from tests.billing.bills import broken, cap, payer
from tests.billing.moved_clock import Clock, moved_clock
from tests.billing.racing import gates_of, had_room, passed_its_ceiling, race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clock(transactional_db: None) -> Iterator[Clock]:
    with moved_clock(everywhere=True) as moved:
        yield moved


def test_with_equal_prices_exactly_what_fits_passes() -> None:
    who = payer(ceiling="100")
    told = race(who, gates_of(who, [["7.00"]] * 40), gives_back=False)
    assert sum("funded" in answer for answer in told) == 100 // 7
    assert str(cap(who).held) == "98.00"
    assert broken() == []


def test_with_a_license_s_share_and_films_budgets_none_is_passed_and_none_refused_in_vain() -> None:
    who = payer(ceiling="400", license_ceiling="300")
    bills = [[f"{3 + number % 5}.00", "2.50", f"0.{number % 90 + 10}"] for number in range(60)]
    told = race(who, gates_of(who, bills, budget="6"), gives_back=True)
    refusals = [answer for answer in told if "as_of" in answer]
    assert {answer["cap"] for answer in refusals} <= {"license_month"}
    assert [refusal for refusal in refusals if had_room(refusal)] == []
    assert passed_its_ceiling() == 0
    assert broken() == []


def test_mixed_bills_with_releases_top_ups_and_a_month_that_turns(clock: Clock) -> None:
    clock.set_to(datetime(2026, 11, 30, 20, tzinfo=UTC))
    who = payer(ceiling="120")
    bills = [[f"{1 + number % 9}.{number % 100:02d}"] * (1 + number % 3) for number in range(90)]
    gates = gates_of(who, bills)

    def top_up() -> None:
        topups.give(who.studio_id, Credits("40"), reason="x", expires_at=None, timezone="UTC", by="operator")

    def turn() -> None:
        clock.set_to(datetime(2026, 12, 1, 2, tzinfo=UTC))

    told = race(who, gates, gives_back=True, meanwhile=[top_up, turn, top_up])
    refusals = [answer for answer in told if "as_of" in answer]
    assert len(told) == 90
    assert refusals
    assert [refusal for refusal in refusals if had_room(refusal)] == []
    assert passed_its_ceiling() == 0
    assert sorted(str(row.ceiling) for row in Cap.objects.for_studio(who.studio_id)) == ["160.00", "160.00"]
    assert broken() == []

"""Every equation of the proof: true of an honest month from any moment on, and broken by what it is there for."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import F

from billing.models import Cap, Hold, LedgerEntry, TopUp
from billing.services import proof
from core import clock as database_clock
from tests.billing import story
from tests.billing.bills import cap, without_triggers
from tests.billing.forgeries import CHAIN, FORGERIES, RAISED, named_after
from tests.billing.moved_clock import Clock
from tests.billing.story import Story

pytestmark = pytest.mark.django_db
Sides = list[tuple[str, str, int]]


@pytest.fixture
def told(clock: Clock) -> Story:
    return story.tell(clock)


def sides(since: datetime | None = None) -> Sides:
    return [(equation.left, equation.right, equation.broken) for equation in proof.equations(since)]


def counted(since: datetime | None) -> Sides:
    """What both sides of each equation should say, reckoned here from the rows."""

    def is_new(*moments: datetime | None) -> bool:
        return since is None or any(moment is not None and moment >= since for moment in moments)

    entries = sum(is_new(entry.at) for entry in LedgerEntry._base_manager.all())
    months = [cap for cap in Cap._base_manager.filter(scope="studio_month") if is_new(cap.moved_at)]
    held, spent = (sum((getattr(cap, name) for cap in months), Decimal("0.00")) for name in ("held", "spent"))
    holds = [hold.status for hold in Hold._base_manager.all() if is_new(hold.placed_at, hold.resolved_at)]
    captured = holds.count("captured")
    raises = TopUp._base_manager.filter(status__in=["granted", "ended"])
    raised = sum(is_new(top_up.decided_at) for top_up in raises)
    figures = [
        entries,
        entries,
        held,
        spent,
        held,
        spent,
        captured,
        len(holds) - captured,
        len(holds),
        raised,
    ]
    return [(str(figure), str(figure), 0) for figure in figures]


def test_it_holds_from_every_moment_on_and_says_what_moved_since(told: Story) -> None:
    moments: set[datetime | None] = {None}
    for rows in (
        LedgerEntry._base_manager.values_list("at"),
        Cap._base_manager.values_list("moved_at"),
        Hold._base_manager.values_list("placed_at", "resolved_at"),
        TopUp._base_manager.values_list("decided_at", "requested_at"),
    ):
        moments |= {moment for row in rows for moment in row}
    assert len(moments) > 40
    last = max(moment for moment in moments if moment)
    moments.add(last + timedelta(seconds=1))
    assert {moment: sides(moment) for moment in moments} == {moment: counted(moment) for moment in moments}


def test_of_nothing_it_says_nothing_is_wrong(db: None) -> None:
    nothing = [("0", "0", 0)] * 2 + [("0.00", "0.00", 0)] * 4 + [("0", "0", 0)] * 4
    assert sides() == nothing


def test_each_forgery_breaks_what_it_should_and_nothing_else(told: Story) -> None:
    honest, found = sides(), {}
    for name, (forge, _) in FORGERIES.items():
        with without_triggers(), transaction.atomic():
            assert forge(told), name
            found[name] = {
                number: side
                for number, (side, before) in enumerate(zip(sides(), honest, strict=True))
                if side != before and number != CHAIN
            }
            transaction.set_rollback(True)
    assert found == {name: broken for name, (_, broken) in FORGERIES.items()}


def test_the_chain_counts_the_entries_that_are_whole_and_the_caps_that_say_something_else(
    told: Story,
) -> None:
    """From a moment on only what moved then is looked at, and what moved at that very moment is."""
    since = cap(told.free).moved_at
    assert sides(since)[CHAIN] == ("1", "1", 0)
    with without_triggers():
        LedgerEntry._base_manager.filter(cap__scope="film", sequence=2).update(reference="other")
        Cap._base_manager.filter(scope="film").update(held=F("held") + 1)
    assert (sides()[CHAIN], sides(since)[CHAIN]) == (("24", "23", 2), ("1", "1", 0))
    with without_triggers():
        Cap._base_manager.filter(pk=cap(told.free).pk).update(held=F("held") + 1)
    assert (sides()[CHAIN], sides(since)[CHAIN]) == (("24", "23", 3), ("1", "1", 1))


def test_a_raise_that_nobody_granted_is_found_from_when_it_was_asked_for(told: Story) -> None:
    asked_at = database_clock.now()
    assert TopUp._base_manager.filter(status="requested").update(requested_at=asked_at)
    assert sides(asked_at)[RAISED] == ("0", "0", 0)
    with without_triggers():
        assert named_after("requested", place=3)(told)
    assert sides(asked_at)[RAISED] == ("0", "0", 1)

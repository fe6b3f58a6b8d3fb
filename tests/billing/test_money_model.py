"""Any sequence of moves, beside a model that fits on a page: the same figures after each, and a proven ledger."""

import itertools
from dataclasses import dataclass, field
from typing import NamedTuple

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billing import port
from billing.errors import InsufficientAllowance
from billing.port import Payer
from core.amounts import ZERO, Credits
from tests.billing.bills import approve, broken, cap, figures, pay, payer, show, work

pytestmark = pytest.mark.django_db
CEILING, BUDGET = Credits("60.00"), Credits("30.00")
BUDGETED, FREE = "flm_budgeted", "flm_free"


class Approve(NamedTuple):
    film: str
    costs: list[Credits]


class Capture(NamedTuple):
    place: int
    reported: Credits


class Void(NamedTuple):
    place: int


Move = Approve | Capture | Void
places = st.integers(0, 9)
cents = st.decimals(min_value="0.01", max_value="40", places=2)
moves = st.one_of(
    st.builds(Approve, st.sampled_from([BUDGETED, FREE]), st.lists(cents, min_size=1, max_size=3)),
    st.builds(Capture, places, st.decimals(min_value=0, max_value=60, places=3)),
    st.builds(Void, places),
)


@dataclass
class Model:
    """What is held for each funded line and what each film has cost, worked out the slow way."""

    held: dict[str, Credits] = field(default_factory=dict)
    film_of: dict[str, str] = field(default_factory=dict)
    spent: dict[str, Credits] = field(default_factory=lambda: {BUDGETED: ZERO, FREE: ZERO})

    def committed(self, film: str) -> Credits:
        held = sum((amount for line, amount in self.held.items() if self.film_of[line] == film), ZERO)
        return held + self.spent[film]

    def fundable(self, film: str, costs: list[Credits]) -> list[Credits]:
        room = BUDGET - self.committed(film) if film == BUDGETED else Credits("Infinity")
        sums = itertools.accumulate(costs)
        return [cost for cost, so_far in zip(costs, sums, strict=True) if so_far <= room]

    def has_room_for(self, costs: list[Credits]) -> bool:
        return sum(map(self.committed, self.spent), sum(costs, ZERO)) <= CEILING

    def capture(self, line: str, reported: Credits) -> None:
        if line in self.held:
            paid = min(self.held.pop(line), port.booked(reported))
            self.spent[self.film_of[line]] += paid


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(moves, max_size=5))
def test_services_and_model_agree_after_every_move(sequence: list[Move]) -> None:
    with transaction.atomic():
        who, model, lines = payer(ceiling=str(CEILING)), Model(), ["apl_nowhere"]
        port.set_budget(who.studio_id, subject=BUDGETED, ceiling=BUDGET)
        for move in sequence:
            _make(move, who, model, lines)
            _agree(who, model)
        assert broken() == []
        transaction.set_rollback(True)


def _make(move: Move, who: Payer, model: Model, lines: list[str]) -> None:
    match move:
        case Approve(film, costs):
            _approve(who, model, lines, film, costs)
        case Capture(place, reported):
            line = lines[place % len(lines)]
            pay(who, {line: str(reported)})
            model.capture(line, reported)
        case Void(place):
            line = lines[place % len(lines)]
            port.void(who.studio_id, [line])
            model.held.pop(line, None)


def _approve(who: Payer, model: Model, lines: list[str], film: str, costs: list[Credits]) -> None:
    fundable, first = model.fundable(film, costs), len(lines)
    gate = show(who, work(*map(str, costs), film=film, first=first), film=film)
    if not model.has_room_for(fundable):
        with pytest.raises(InsufficientAllowance) as refusal:
            approve(who, gate)
        assert refusal.value.extras["needed"] == str(sum(fundable, ZERO))
        return
    approve(who, gate)
    released = port.released_lines(who.studio_id, film)
    for place, cost in enumerate(costs):
        line = released[f"{film}/{first + place}"]
        assert line.is_funded is (place < len(fundable))
        lines.append(line.id)
        model.film_of[line.id] = film
        if line.is_funded:
            model.held[line.id] = cost


def _agree(who: Payer, model: Model) -> None:
    spent = sum(model.spent.values(), ZERO)
    assert figures(who) == (str(sum(model.held.values(), ZERO)), str(spent))
    budget = cap(who, "film", BUDGETED)
    assert (budget.held + budget.spent, budget.spent) == (model.committed(BUDGETED), model.spent[BUDGETED])

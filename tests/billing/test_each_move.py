"""What the three moves have in common: whom they keep waiting, and that they are dated."""

from collections.abc import Callable
from functools import partial

import pytest
from django.db import transaction

from billing import port
from billing.port import Payer
from core.amounts import Credits
from tests.billing.bills import FILM, approved, cap, pay, payer, unlocked
from tests.core.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

Move = Callable[[Payer, str], object]
MOVES: dict[str, Move] = {
    "authorize": lambda who, _: approved(who, "1.00", first=2),
    "capture": lambda who, line: pay(who, {line: "4.00"}),
    "void": lambda who, line: port.void(who.studio_id, [line]),
}


@pytest.fixture
def who() -> Payer:
    """Somebody with two films, each with a budget and credits held."""
    who = payer()
    for film in (FILM, "flm_b"):
        port.set_budget(who.studio_id, subject=film, ceiling=Credits("60"))
    approved(who, "5.00", film="flm_b")
    return who


@pytest.mark.parametrize("move", MOVES)
def test_it_locks_the_caps_that_it_moves_and_keeps_nobody_else_waiting(who: Payer, move: str) -> None:
    (line,) = approved(who, "10.00")
    other = payer("nadir")
    approved(other, "10.00")
    assert unlocked(who) == {"", FILM, "flm_b"}
    with transaction.atomic():
        MOVES[move](who, line)
        assert at_once([partial(unlocked, who), partial(unlocked, other)]) == [{"flm_b"}, {""}]


@pytest.mark.parametrize("move", MOVES)
def test_it_dates_the_caps_that_it_moves(who: Payer, move: str) -> None:
    (line,) = approved(who, "10.00")
    before = cap(who).moved_at, cap(who, "film", FILM).moved_at, cap(who, "film", "flm_b").moved_at
    MOVES[move](who, line)
    after = cap(who).moved_at, cap(who, "film", FILM).moved_at, cap(who, "film", "flm_b").moved_at
    assert [later > sooner for sooner, later in zip(before, after, strict=True)] == [True, True, False]

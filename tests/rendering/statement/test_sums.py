"""Whatever is approved, paid and given back, in whatever order: every sum is the ledger's, to the cent."""

from typing import NamedTuple

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billing import port
from billing.errors import InsufficientAllowance
from billing.models import LedgerEntry
from billing.port import Payer
from core.amounts import ZERO, Credits
from rendering import statements
from rendering.statements import Statement
from tests.billing.bills import approve, broken, cap, pay, payer, show, work

pytestmark = pytest.mark.django_db
FILMS = ("flm_a", "flm_b", "flm_c")


class Approve(NamedTuple):
    film: str
    kind: str
    is_other_license: bool
    costs: list[Credits]


class Capture(NamedTuple):
    place: int
    reported: Credits


class Void(NamedTuple):
    place: int


Move = Approve | Capture | Void
cents = st.decimals(min_value="0.01", max_value="40", places=2)
moves = st.one_of(
    st.builds(
        Approve,
        st.sampled_from(FILMS),
        st.sampled_from(["still", "draft", "master"]),
        st.booleans(),
        st.lists(cents, min_size=1, max_size=4),
    ),
    st.builds(Capture, st.integers(0, 20), st.decimals(min_value=0, max_value=60, places=3)),
    st.builds(Void, st.integers(0, 20)),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(moves, max_size=12))
def test_every_sum_is_the_ledger_s_after_any_moves(sequence: list[Move]) -> None:
    with transaction.atomic():
        who, lines = payer(ceiling="150"), ["apl_nowhere"]
        port.set_budget(who.studio_id, subject="flm_c", ceiling=Credits(30))
        for move in sequence:
            _make(move, who, lines)
        statement = statements.statement_of(who.studio_id, port.month_of("UTC"))
        spent, held = _by_the_ledger(who)
        for totals in (statement.by_film, statement.by_tier, statement.by_engine, statement.by_license):
            assert sum((one.spent for one in totals), ZERO) == spent
            assert sum((one.held for one in totals), ZERO) == held
            assert sum(one.lines for one in totals) == len(statement.rows)
        _agree_line_by_line(statement)
        assert broken() == []
        transaction.set_rollback(True)


def _make(move: Move, who: Payer, lines: list[str]) -> None:
    match move:
        case Approve(film, kind, is_other_license, costs):
            other = Payer(studio_id=who.studio_id, timezone="UTC", license="lic_other")
            first = len(lines)
            planned = work(*map(str, costs), film=film, kind=kind, first=first)
            try:
                with transaction.atomic():
                    approve(other if is_other_license else who, show(who, planned, film=film))
            except InsufficientAllowance:
                return
            released = port.released_lines(who.studio_id, film)
            lines += [released[f"{film}/{first + place}"].id for place in range(len(costs))]
        case Capture(place, reported):
            pay(who, {lines[place % len(lines)]: str(reported)})
        case Void(place):
            port.void(who.studio_id, [lines[place % len(lines)]])


def _by_the_ledger(who: Payer) -> tuple[Credits, Credits]:
    """Spent and held as the month's chain has them, entry by entry."""
    if not LedgerEntry.objects.for_studio(who.studio_id).filter(cap__scope="studio_month").exists():
        return ZERO, ZERO
    spent = held = ZERO
    for entry in cap(who).entries.order_by("sequence"):
        match entry.kind:
            case "authorize":
                held += entry.amount
            case "capture":
                spent, held = spent + entry.amount, held - entry.amount - entry.released
            case "void":
                held -= entry.amount
    return spent, held


def _agree_line_by_line(statement: Statement) -> None:
    by_film = {
        film: sum((row.line.spent for row in statement.rows if row.film_id == film), ZERO) for film in FILMS
    }
    assert {one.id: one.spent for one in statement.by_film}.items() <= by_film.items()
    assert all(row.line.spent + row.line.held <= row.line.billed for row in statement.rows)

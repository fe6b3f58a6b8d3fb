from typing import Any

import pytest
from django.apps import apps
from django.db.models.functions import Now

from billing.models import Gate
from core import states
from tests.core.bare_rows import bare_row

STATEFUL: list[Any] = [model for model in apps.get_models() if hasattr(model, "TRANSITIONS")]
MOVES = [
    pytest.param(model, before, after, id=f"{model.__name__}-{before}-{after}")
    for model in STATEFUL
    for before in model.TRANSITIONS
    for after in model.TRANSITIONS
]
pytestmark = pytest.mark.django_db


def stored(row: Any) -> str:
    return str(type(row)._base_manager.values_list("status", flat=True).get(pk=row.pk))


@pytest.mark.parametrize("model", STATEFUL)
def test_every_status_says_where_it_may_go(model: Any) -> None:
    statuses = set(model.Status.values)
    assert set(model.TRANSITIONS) == statuses
    assert set().union(*model.TRANSITIONS.values()) <= statuses


@pytest.mark.parametrize(("model", "before", "after"), MOVES)
def test_a_row_moves_where_its_table_says_and_nowhere_else(model: Any, before: str, after: str) -> None:
    row = bare_row(model, status=before)
    is_legal = after in model.TRANSITIONS[before]
    assert states.advance(row, after) is is_legal
    assert stored(row) == row.status == (after if is_legal else before)


def test_who_comes_second_is_told_so_and_writes_nothing() -> None:
    first = bare_row(Gate, answer="")
    second = Gate._base_manager.get(pk=first.pk)
    assert states.advance(first, Gate.Status.ANSWERED, answer="approve")
    assert not states.advance(second, Gate.Status.SUPERSEDED, answer="stop")
    first.refresh_from_db()
    assert (first.status, first.answer) == ("answered", "approve")
    assert (second.status, second.answer) == ("open", "")


def test_it_sets_the_fields_it_is_given_in_the_row_and_in_hand() -> None:
    row = bare_row(Gate)
    states.advance(row, Gate.Status.ANSWERED, note="longer", answered_at=Now())
    assert row.note == "longer"
    row.refresh_from_db()
    assert row.note == "longer"
    assert row.answered_at is not None


def test_it_touches_no_other_row() -> None:
    row, bystander = bare_row(Gate, subject="flm_a"), bare_row(Gate, subject="flm_b")
    states.advance(row, Gate.Status.SUPERSEDED)
    assert stored(bystander) == "open"

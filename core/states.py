"""Compare-and-swap for rows with a status. The row count is the answer; nobody checks first and saves later."""

from collections.abc import Mapping
from typing import Any, Protocol, cast

from django.db import models


class Stateful(Protocol):
    """A model with a `status` and the table of moves that are legal."""

    TRANSITIONS: Mapping[str, frozenset[str]]
    pk: Any
    status: str


def sources(model: type[Stateful], to: str) -> list[str]:
    """The statuses from which a row may move to `to`."""
    return [status for status, targets in model.TRANSITIONS.items() if to in targets]


def advance(row: Stateful, to: str, *, was: str | None = None, **fields: Any) -> bool:
    """Move `row` to `to` and set `fields`, only from a status that allows it; with `was`, only from that one.

    Whoever decides by a status that others may change names it: the row may have moved to another that is legal, too.
    False means that somebody else moved it first (or that the move is not legal): nothing was written.
    """
    manager = cast(type[models.Model], type(row))._base_manager
    before = [status for status in sources(type(row), to) if was in (None, status)]
    moved = manager.filter(pk=row.pk, status__in=before).update(status=to, **fields)
    if moved:
        row.status = to
        for name, value in fields.items():
            if not hasattr(value, "resolve_expression"):
                setattr(row, name, value)
    return moved == 1

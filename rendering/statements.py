"""The statement: what a month's credits went to, line by line; its sums are the ledger's, or it is not shown."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import structlog

from billing import port as billing
from billing.port import ChargedLine, MonthFigures, RaisedBy
from core.amounts import ZERO, Credits
from core.errors import Unavailable
from rendering import outcomes
from rendering.outcomes import Outcome

log = structlog.get_logger(__name__)

CASTING = "casting"


class StatementDoesNotAddUp(Unavailable):
    """The lines come to something else than the month's spent and held."""

    code = "statement_does_not_add_up"
    title = "This statement does not add up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the statement. `film_id` is None for a casting on its own."""

    line: ChargedLine
    film: str
    film_id: str | None
    engine: str
    outcome: Outcome


class Total(NamedTuple):
    """What some of the lines come to."""

    name: str
    id: str | None
    lines: int
    billed: Credits
    spent: Credits
    held: Credits


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A month. Every list of totals covers every row once, so each comes to what the month spent and holds."""

    figures: MonthFigures
    top_ups: tuple[RaisedBy, ...]
    rows: tuple[Row, ...]
    by_film: tuple[Total, ...]
    by_tier: tuple[Total, ...]
    by_engine: tuple[Total, ...]
    by_license: tuple[Total, ...]


def statement_of(studio_id: int, month: date) -> Statement:
    """The studio's month, film by film in the order they began. Raises StatementDoesNotAddUp."""
    charges = billing.month_charges(studio_id, month)
    rows = _rows(studio_id, charges.lines)
    statement = Statement(
        figures=charges.figures,
        top_ups=charges.top_ups,
        rows=rows,
        by_film=_totals(rows, lambda row: (row.film, row.film_id)),
        by_tier=_totals(rows, lambda row: (row.line.kind, None)),
        by_engine=_totals(rows, lambda row: (row.engine, None)),
        by_license=_totals(rows, lambda row: (row.line.license, None)),
    )
    _require_sums(studio_id, statement)
    return statement


def _require_sums(studio_id: int, statement: Statement) -> None:
    wanted = (statement.figures.spent, statement.figures.held)
    for totals in (statement.by_film, statement.by_tier, statement.by_engine, statement.by_license):
        found = (sum((one.spent for one in totals), ZERO), sum((one.held for one in totals), ZERO))
        if found != wanted:
            month = statement.figures.month.isoformat()[:7]
            log.error("statement.refused", studio=studio_id, month=month, wanted=wanted, found=found)
            raise StatementDoesNotAddUp(
                f"The lines of {month} do not add up to what its ledger says, so no statement is shown. "
                "Nothing was spent. Tell your studio contact."
            )


def _totals(rows: Iterable[Row], of: Callable[[Row], tuple[str, str | None]]) -> tuple[Total, ...]:
    """A total for each name and id, in the order in which they first come."""
    groups: dict[tuple[str, str | None], list[ChargedLine]] = {}
    for row in rows:
        groups.setdefault(of(row), []).append(row.line)
    return tuple(
        Total(
            name, public_id, len(lines),
            billed=sum((line.billed for line in lines), ZERO),
            spent=sum((line.spent for line in lines), ZERO),
            held=sum((line.held for line in lines), ZERO),
        )
        for (name, public_id), lines in groups.items()
    )  # fmt: skip


def _rows(studio_id: int, lines: Sequence[ChargedLine]) -> tuple[Row, ...]:
    """Each line with its film, engine and end. A take may be gone with its shot: then the bill's own words stand."""
    floor = outcomes.floor_of(studio_id, {line.subject for line in lines})
    rows = []
    for line in lines:
        is_casting = line.subject in floor.castings
        rows.append(
            Row(
                line=line,
                film=CASTING if is_casting else floor.films.get(line.subject, line.subject),
                film_id=None if is_casting else line.subject,
                engine=floor.engine_of(line),
                outcome=floor.outcome_of(line),
            )
        )
    place = {film: number for number, film in enumerate(dict.fromkeys(row.film_id for row in rows))}
    return tuple(sorted(rows, key=lambda row: place[row.film_id]))

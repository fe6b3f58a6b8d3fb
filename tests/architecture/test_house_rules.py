"""Rules no linter knows: where locks, SQL and floats may be, and what stays out of the texts."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.architecture import source

SERVER = ("core", "studios", "billing", "rendering", "console", "pod_service")
LOCKS = {"core/locks.py"}
# Locks, the database's own clock, the three hot money moves, and the proof of what they did.
CURSORS = LOCKS | {"core/clock.py", "billing/services/holds.py", "billing/services/proof.py"}
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|HA" r"CK|XX" r"X)\b")
SOMEBODYS_COMPUTER = re.compile(r"(?<![\w.])/(work|root|home|Users|tmp)/\w")


def test_rows_are_locked_in_one_place() -> None:
    assert where(SERVER, lambda node: is_attribute(node, "select_for_update")) <= LOCKS


def test_sql_is_run_by_hand_where_the_design_allows_it_only() -> None:
    by_hand = ("cursor", "raw", "extra", "executemany", "execute_values")
    assert where(SERVER, lambda node: is_attribute(node, *by_hand) or is_name(node, "RawSQL")) <= CURSORS


def test_money_never_meets_a_float() -> None:
    rooms = ("core/amounts.py", "billing")
    assert where(rooms, lambda node: is_name(node, "float", "FloatField")) == set()
    assert where(rooms, lambda node: is_attribute(node, "FloatField")) == set()


def test_nothing_happens_behind_a_signal() -> None:
    def listens(node: ast.AST) -> bool:
        return isinstance(node, ast.ImportFrom) and node.module in (
            "django.db.models.signals",
            "django.dispatch",
            "django.core.signals",
        )

    assert where(SERVER, listens) == set()


def test_nothing_is_left_for_later() -> None:
    assert lines_with(UNFINISHED) == []


def test_no_line_knows_somebodys_computer() -> None:
    assert lines_with(SOMEBODYS_COMPUTER) == []


def where(places: tuple[str, ...], matches: Callable[[ast.AST], bool]) -> set[str]:
    """The files with a matching node."""
    return {source.name(path) for path in files(places) if any(matches(node) for node in source.nodes(path))}


def files(places: tuple[str, ...]) -> Iterator[Path]:
    for place in places:
        path = source.ROOT / place
        yield from [path] if path.is_file() else source.python(place)


def is_attribute(node: ast.AST, *names: str) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in names


def is_name(node: ast.AST, *names: str) -> bool:
    return isinstance(node, ast.Name) and node.id in names


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{source.name(path)}:{number}: {line.strip()}"
        for path in source.texts()
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]

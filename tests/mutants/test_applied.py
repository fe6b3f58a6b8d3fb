"""A mutant takes the place of code that others have imported already."""

import sys
from collections.abc import Iterator
from functools import wraps
from types import ModuleType
from typing import Any

import pytest

from mutants import applied
from mutants.mutant import Mutant

SOURCE = """
from {here} import dressed

LIMIT = 5

class Bill:
    def total(self):
        return 1

def plain():
    return LIMIT

@dressed
def careful():
    return 1
"""


def dressed(function: Any) -> Any:
    @wraps(function)
    def careful() -> Any:
        return "dressed", function()

    return careful


@pytest.fixture
def bills() -> Iterator[Any]:
    module, here = ModuleType("bills"), ModuleType("bills_words")
    module.__file__ = "bills.py"
    vars(here)["dressed"] = dressed
    sys.modules |= {"bills": module, "bills_words": here}
    exec(SOURCE.format(here="bills_words"), vars(module))  # noqa: S102  # the lines above
    yield module
    del sys.modules["bills"], sys.modules["bills_words"]


def put(before: str, now: str) -> None:
    text = SOURCE.format(here="bills_words").replace(before, now)
    applied.put(Mutant(file="bills.py", where="", change="", lines=frozenset(), text=text))


def test_who_holds_a_function_runs_the_changed_one(bills: Any) -> None:
    held = bills.plain
    put("return LIMIT", "return LIMIT + 1")
    assert (held(), bills.plain()) == (6, 6)


def test_a_method_changes_for_rows_that_are_there(bills: Any) -> None:
    bill = bills.Bill()
    put("return 1\n\ndef", "return 2\n\ndef")
    assert bill.total() == 2


def test_a_decorated_function_keeps_its_decorator(bills: Any) -> None:
    held = bills.careful
    put("careful():\n    return 1", "careful():\n    return 2")
    assert held() == ("dressed", 2)


def test_a_decorator_is_taken_away(bills: Any) -> None:
    put("@dressed\n", "")
    assert bills.careful() == 1


def test_a_constant_changes_where_it_is_read(bills: Any) -> None:
    put("LIMIT = 5", "LIMIT = 6")
    assert bills.plain() == 6

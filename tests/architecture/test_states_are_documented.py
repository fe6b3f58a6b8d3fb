"""docs/states.md draws every state machine, edge by edge, as the models have it."""

import re
from collections.abc import Mapping
from importlib import import_module
from typing import NamedTuple

import pytest
from django.apps import apps

from tests.architecture import source

PAGE = source.ROOT / "docs" / "states.md"
ROW = re.compile(
    r"^\| (?P<letter>[a-z]) \| (?P<source>\w+) → (?P<target>\w+) \| .+ \| (?P<mover>.+) \|$", re.MULTILINE
)
ARROW = re.compile(r"^    (?P<source>\w+) --> (?P<target>\w+): (?P<letter>[a-z])$", re.MULTILINE)
NOBODY = "nobody"


class Edge(NamedTuple):
    letter: str
    source: str
    target: str


MACHINES: Mapping[str, Mapping[str, frozenset[str]]] = {
    model.__name__: model.TRANSITIONS for model in apps.get_models() if hasattr(model, "TRANSITIONS")
}


def sections() -> dict[str, str]:
    """The text of each machine's section, by the model's name."""
    _, *parts = re.split(r"^## ", PAGE.read_text(), flags=re.MULTILINE)
    return {part.partition("\n")[0]: part for part in parts}


def edges(pattern: re.Pattern[str], text: str) -> list[Edge]:
    return [Edge(found["letter"], found["source"], found["target"]) for found in pattern.finditer(text)]


def test_every_state_machine_has_its_section() -> None:
    assert sorted(sections()) == sorted(MACHINES)


@pytest.mark.parametrize("name", sorted(MACHINES))
def test_the_table_has_exactly_the_legal_moves(name: str) -> None:
    told = edges(ROW, sections()[name])
    legal = {(before, after) for before, targets in MACHINES[name].items() for after in targets}
    assert {(edge.source, edge.target) for edge in told} == legal
    assert len(told) == len(legal)


@pytest.mark.parametrize("name", sorted(MACHINES))
def test_the_diagram_draws_what_the_table_says(name: str) -> None:
    drawn, told = edges(ARROW, sections()[name]), edges(ROW, sections()[name])
    assert sorted(drawn) == sorted(told)
    assert len({edge.letter for edge in told}) == len(told)


@pytest.mark.parametrize("name", sorted(MACHINES))
def test_every_move_names_a_function_that_is_there(name: str) -> None:
    for row in ROW.finditer(sections()[name]):
        if row["mover"] != NOBODY:
            module, _, function = row["mover"].strip("`").rpartition(".")
            assert callable(getattr(import_module(module), function, None)), row["mover"]

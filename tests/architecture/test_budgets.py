"""A file fits in the head. The lists of exceptions may only get shorter."""

import ast
from collections.abc import Iterator, Mapping

from tests.architecture import source

FILE_LINES, FUNCTION_LINES, TEST_FILE_LINES = 300, 40, 400

LONG_FILES: Mapping[str, int] = {}
LONG_FUNCTIONS: Mapping[str, int] = {}
LONG_TEST_FILES: Mapping[str, int] = {}


def test_no_file_is_longer_than_its_budget() -> None:
    lines = {source.name(path): len(path.read_text().splitlines()) for path in source.python(*source.ROOMS)}
    assert over(lines, FILE_LINES) == LONG_FILES


def test_no_test_file_is_longer_than_its_budget() -> None:
    lines = {source.name(path): len(path.read_text().splitlines()) for path in source.python("tests")}
    assert over(lines, TEST_FILE_LINES) == LONG_TEST_FILES


def test_no_function_is_longer_than_its_budget() -> None:
    assert over(dict(functions()), FUNCTION_LINES) == LONG_FUNCTIONS


def over(lines: Mapping[str, int], budget: int) -> dict[str, int]:
    return {name: count for name, count in lines.items() if count > budget}


def functions() -> Iterator[tuple[str, int]]:
    for path in source.python(*source.ROOMS):
        for node in source.nodes(path):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{source.name(path)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1

"""Make the mutants of a Python file: one change each, in the bodies of its functions and in its constants."""

import ast
from collections.abc import Iterator
from typing import Any

from mutants.mutant import Mutant, named_apart
from mutants.python_sites import called, expressions, statements

KEPT_DECORATORS = {"property", "classmethod", "staticmethod", "cache"}
"""Without them the file does not work at all, or works the same and slower."""


def mutants_of(file: str, source: str) -> list[Mutant]:
    """Every mutant of the file. Docstrings, sentences, annotations and the fields of classes stay as they are."""
    return named_apart(_File(file, source).mutants())


class _File:
    """Changes its tree in place, writes it out, and puts it right again."""

    def __init__(self, file: str, source: str) -> None:
        self.file = file
        self.tree = ast.parse(source)

    def mutants(self) -> Iterator[Mutant]:
        for place, node in enumerate(self.tree.body):
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                yield from self._values(node, "value", "", frozenset())
            else:
                yield from self._definition(self.tree.body, place, "")

    def _definition(self, block: list[ast.stmt], place: int, within: str) -> Iterator[Mutant]:
        node = block[place]
        if isinstance(node, ast.ClassDef):
            for inner in range(len(node.body)):
                yield from self._definition(node.body, inner, f"{node.name}.")
        elif isinstance(node, ast.FunctionDef):
            where = f"{within}{node.name}"
            reached = frozenset(range(node.body[0].lineno, (node.end_lineno or 0) + 1))
            for number, decorator in enumerate(node.decorator_list):
                if not isinstance(decorator, ast.Call) and ast.unparse(decorator) not in KEPT_DECORATORS:
                    kept = node.decorator_list[:number] + node.decorator_list[number + 1 :]
                    change = f"without @{ast.unparse(decorator)}"
                    yield self._made(node, "decorator_list", kept, where, change, reached)
            yield from self._block(node, "body", where, is_end=True)

    def _block(self, owner: Any, field: str, where: str, *, is_end: bool) -> Iterator[Mutant]:
        block: list[ast.stmt] = getattr(owner, field)
        for place, node in enumerate(block):
            is_last = is_end and place == len(block) - 1
            lines = _header(node)
            for changed in statements(node, is_last=is_last):
                text = _changed(node, changed)
                yield self._made(
                    owner, field, [*block[:place], *changed, *block[place + 1 :]], where, text, lines
                )
            yield from self._inside(node, where, lines, is_end=is_last)

    def _inside(self, node: ast.AST, where: str, lines: frozenset[int], *, is_end: bool) -> Iterator[Mutant]:
        for field, value in ast.iter_fields(node):
            if field in {"annotation", "returns", "type_comment", "msg"} or (
                isinstance(node, ast.Expr) and _is_text(value)
            ):
                continue
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                yield from self._block(node, field, where, is_end=is_end)
            elif (
                isinstance(value, list) and value and isinstance(value[0], ast.ExceptHandler | ast.match_case)
            ):
                for part in value:
                    yield from self._block(part, "body", where, is_end=is_end)
            else:
                yield from self._values(node, field, where, lines)

    def _values(self, owner: Any, field: str, where: str, lines: frozenset[int]) -> Iterator[Mutant]:
        value = getattr(owner, field)
        if isinstance(value, list):
            for place, part in enumerate(value):
                for changed, text in self._expressions(part):
                    yield self._made(
                        owner, field, [*value[:place], changed, *value[place + 1 :]], where, text, lines
                    )
                yield from self._deeper(part, where, lines)
        else:
            for changed, text in self._expressions(value):
                yield self._made(owner, field, changed, where, text, lines)
            yield from self._deeper(value, where, lines)

    def _deeper(self, node: Any, where: str, lines: frozenset[int]) -> Iterator[Mutant]:
        if isinstance(node, ast.AST) and not isinstance(node, ast.JoinedStr):
            for field, _ in ast.iter_fields(node):
                yield from self._values(node, field, where, lines)

    def _expressions(self, node: Any) -> Iterator[tuple[ast.expr, str]]:
        if isinstance(node, ast.expr):
            for changed in expressions(node):
                yield changed, _told(node, changed)

    def _made(
        self, owner: Any, field: str, value: Any, where: str, change: str, lines: frozenset[int]
    ) -> Mutant:
        before = getattr(owner, field)
        setattr(owner, field, value)
        text = ast.unparse(ast.fix_missing_locations(self.tree))
        setattr(owner, field, before)
        return Mutant(file=self.file, where=where, change=change, lines=lines, text=text)


def _header(node: ast.stmt) -> frozenset[int]:
    """The lines of a statement without its blocks."""
    body = getattr(node, "body", None) or getattr(node, "cases", None)
    first = getattr(body[0], "lineno", getattr(getattr(body[0], "pattern", None), "lineno", 0)) if body else 0
    end = max(node.lineno, first - 1) if body else node.end_lineno or node.lineno
    return frozenset(range(node.lineno, end + 1))


def _is_text(node: Any) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _changed(node: ast.stmt, changed: list[ast.stmt]) -> str:
    if isinstance(node, ast.If):
        return f"if {_short(node.test)} → if not"
    if isinstance(node, ast.With):
        return f"without with {_short(node.items[0].context_expr)}"
    return f"{_short(node)} → {_short(changed[0])}"


def _told(node: ast.expr, changed: ast.expr) -> str:
    if (
        isinstance(node, ast.Call)
        and isinstance(changed, ast.Call)
        and len(changed.keywords) < len(node.keywords)
    ):
        kept = {keyword.arg for keyword in changed.keywords}
        gone = next(keyword for keyword in node.keywords if keyword.arg not in kept)
        return f"{called(node)}(…) without {gone.arg}={_short(gone.value)}"
    return f"{_short(node)} → {_short(changed)}"


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(ast.fix_missing_locations(node)).split())
    return text if len(text) <= 120 else f"{text[:70]} … {text[-45:]}"

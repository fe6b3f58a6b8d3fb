"""What can be changed in one node of Python: each yields the node to put in its place, or None to leave it out."""

import ast
import copy
from collections.abc import Iterator

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
WORKED_OUT: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
SWAPPED = {"min": "max", "max": "min", "any": "all", "all": "any"}
NARROWING = {"filter", "exclude", "order_by", "distinct", "strip", "lower"}
"""Methods that give back the same kind of thing they are called on, so that the call can be left out."""
OPEN = {
    "filter", "exclude", "get", "update", "create", "get_or_create", "update_or_create", "advance", "values_list",
    "Q", "max", "quantize", "DictReader",
}  # fmt: skip
"""Calls that can do without a named argument. Elsewhere leaving one out is a TypeError, which any test notices."""


def expressions(node: ast.expr) -> Iterator[ast.expr]:  # noqa: C901  # a list of the kinds there are
    """Everything this expression can be changed to."""
    match node:
        case ast.Compare():
            yield from _compares(node)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(op=ast.Or() if isinstance(op, ast.And) else ast.And(), values=values)
            for left_out in range(len(values)):
                kept = values[:left_out] + values[left_out + 1 :]
                yield ast.BoolOp(op=op, values=kept) if len(kept) > 1 else kept[0]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield operand
        case ast.BinOp(left=left, op=op, right=right) if type(op) in WORKED_OUT:
            yield ast.BinOp(left=left, op=WORKED_OUT[type(op)](), right=right)
            if isinstance(op, ast.BitOr):
                yield left
                yield right
        case ast.IfExp(body=body, orelse=orelse):
            yield body
            yield orelse
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield ast.Constant(value + 1)
            yield ast.Constant(value - 1)
        case ast.Subscript(value=value, slice=ast.Slice()):
            yield value
        case ast.Call():
            yield from _calls(node)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            yield from _comprehensions(node)


def _compares(node: ast.Compare) -> Iterator[ast.expr]:
    for place, op in enumerate(node.ops):
        changed = copy.copy(node)
        changed.ops = [*node.ops[:place], COMPARED[type(op)](), *node.ops[place + 1 :]]
        yield changed
    if len(node.ops) > 1:  # a < b < c: with one end left open
        yield ast.Compare(left=node.left, ops=node.ops[:-1], comparators=node.comparators[:-1])
        yield ast.Compare(left=node.comparators[0], ops=node.ops[1:], comparators=node.comparators[1:])


def _calls(node: ast.Call) -> Iterator[ast.expr]:
    name = called(node)
    if isinstance(node.func, ast.Name) and name in SWAPPED:
        yield ast.Call(func=ast.Name(SWAPPED[name]), args=node.args, keywords=node.keywords)
    if isinstance(node.func, ast.Attribute) and name in NARROWING:
        yield node.func.value
    if name == "row" and len(node.args) == 1:  # read without the lock
        yield ast.Call(func=ast.Attribute(node.args[0], "first"), args=[], keywords=[])
    if name == "locked" and len(node.args) == 1:
        yield node.args[0]
    if name in OPEN:
        for place in range(len(node.keywords)):
            kept = node.keywords[:place] + node.keywords[place + 1 :]
            if kept or node.args or name not in NARROWING | {"update", "Q"}:
                yield ast.Call(func=node.func, args=node.args, keywords=kept)


def _comprehensions(node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Iterator[ast.expr]:
    for place, source in enumerate(node.generators):
        for left_out in range(len(source.ifs)):
            changed, thinner = copy.copy(node), copy.copy(source)
            thinner.ifs = source.ifs[:left_out] + source.ifs[left_out + 1 :]
            changed.generators = [*node.generators[:place], thinner, *node.generators[place + 1 :]]
            yield changed


def statements(node: ast.stmt, *, is_last: bool) -> Iterator[list[ast.stmt]]:
    """Everything this statement can be changed to; `is_last` in its function, where leaving it out says the same."""
    match node:
        case ast.Expr(value=ast.Call() | ast.YieldFrom()) | ast.Raise() | ast.AugAssign():
            yield [ast.Pass()]
        case ast.Assign(targets=[ast.Attribute() | ast.Tuple(elts=[ast.Attribute(), *_]) | ast.Subscript()]):
            yield [ast.Pass()]
        case ast.Return() if not is_last:
            yield [ast.Pass()]
        case ast.With(body=body):
            yield body
        case ast.If(test=test, body=body, orelse=orelse) if not _is_turned_elsewhere(test):
            yield [ast.If(test=ast.UnaryOp(ast.Not(), test), body=body, orelse=orelse)]
    if isinstance(node, ast.AugAssign) and type(node.op) in WORKED_OUT:
        yield [ast.AugAssign(target=node.target, op=WORKED_OUT[type(node.op)](), value=node.value)]


def _is_turned_elsewhere(test: ast.expr) -> bool:
    """Whether a change of the expression itself says the same as `not`."""
    return isinstance(test, ast.UnaryOp) or (isinstance(test, ast.Compare) and len(test.ops) == 1)


def called(node: ast.Call) -> str:
    """The last name of what is called."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""

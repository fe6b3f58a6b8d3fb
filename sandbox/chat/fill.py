"""Fulfil any JSON schema: take what is offered where it fits, and make up the rest."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

Schema: TypeAlias = dict[str, Any]
Filler: TypeAlias = Callable[[Schema, Any, "_Place"], Any]

_SENTENCES = {
    "name": "Mara", "title": "A Small Light", "reason": "It fits the brief and keeps the cost low.",
    "note": "Nothing to change.", "description": "A quiet place with one warm light.",
    "summary": "Two who had stopped waiting meet, and stay.",
}  # fmt: skip
_DEEPEST = 12


def fill(schema: Schema, offer: Any) -> Any:
    """Return a value that fits `schema`, as close to `offer` as it allows (None means nothing is offered)."""
    return _filled(schema, offer, _Place(schema))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a schema we are: its `root` holds the definitions, `name` is the property being filled."""

    root: Schema
    name: str = ""
    depth: int = 0

    def inside(self, name: str) -> "_Place":
        return _Place(self.root, name, self.depth + 1)


def _filled(schema: Schema, offer: Any, at: _Place) -> Any:
    node = _resolved(schema, at.root)
    if "const" in node:
        return node["const"]
    if "enum" in node:
        return offer if offer in node["enum"] else node["enum"][0]
    branches = node.get("anyOf") or node.get("oneOf")
    if branches:
        return _filled(_branch(branches, offer, at.root), offer, at)
    filler: Filler = _FILLERS.get(_type(node), _string)
    return filler(node, offer, at)


def _resolved(schema: Schema, top: Schema) -> Schema:
    node = dict(schema)
    while "$ref" in node:
        target: Any = top
        for part in str(node.pop("$ref")).removeprefix("#/").split("/"):
            target = target.get(part, {}) if isinstance(target, dict) else {}
        node = {**target, **node}
    for part in node.pop("allOf", []):
        node = {**_resolved(part, top), **node}
    return node


def _type(node: Schema) -> str:
    kind = node.get("type", "object" if "properties" in node else "array" if "items" in node else "string")
    return str(next((one for one in kind if one != "null"), "null") if isinstance(kind, list) else kind)


def _branch(branches: list[Schema], offer: Any, root: Schema) -> Schema:
    """Return the branch that what is offered fits; else the first that is more than null."""
    resolved = [_resolved(branch, root) for branch in branches]
    fitting = [
        branch
        for branch in resolved
        if offer is not None and isinstance(offer, _PYTHON.get(_type(branch), ()))
    ]
    return next(iter([*fitting, *(branch for branch in resolved if _type(branch) != "null")]), resolved[0])


def _object(node: Schema, offer: Any, at: _Place) -> dict[str, Any]:
    given = offer if isinstance(offer, dict) else {}
    wanted = node.get("properties", {})
    if at.depth >= _DEEPEST:
        wanted = {name: inner for name, inner in wanted.items() if name in node.get("required", [])}
    return {
        name: _filled(inner, given.get(name, inner.get("default")), at.inside(name))
        for name, inner in wanted.items()
    }


def _array(node: Schema, offer: Any, at: _Place) -> list[Any]:
    entries = list(offer) if isinstance(offer, list) else []
    entries += [None] * (node.get("minItems", 0) - len(entries))
    return [
        _filled(node.get("items", {}), entry, at.inside(at.name)) for entry in entries[: node.get("maxItems")]
    ]


def _number(node: Schema, offer: Any, _: _Place) -> float:
    value = offer if isinstance(offer, int | float) and not isinstance(offer, bool) else 1
    low = node.get("minimum", node["exclusiveMinimum"] + 1 if "exclusiveMinimum" in node else value)
    high = node.get("maximum", node["exclusiveMaximum"] - 1 if "exclusiveMaximum" in node else value)
    return float(min(max(value, low), high))


def _integer(node: Schema, offer: Any, at: _Place) -> int:
    return round(_number(node, offer, at))


def _boolean(_: Schema, offer: Any, __: _Place) -> bool:
    return bool(offer)


def _null(_: Schema, __: Any, ___: _Place) -> None:
    return None


def _string(node: Schema, offer: Any, at: _Place) -> str:
    text = offer if isinstance(offer, str) else _SENTENCES.get(at.name, "As the brief asks.")
    longest = node.get("maxLength")
    if longest is not None and len(text) > longest:
        text = text[:longest].rpartition(" ")[0] or text[:longest]
    return text.ljust(node.get("minLength", 0), ".")


_PYTHON: dict[str, type | tuple[type, ...]] = {
    "object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool,
}  # fmt: skip
_FILLERS: dict[str, Filler] = {
    "object": _object, "array": _array, "integer": _integer, "number": _number, "boolean": _boolean, "null": _null,
}  # fmt: skip

"""Fulfil any JSON schema: take what is offered where it fits, and make up the rest."""

from typing import Any, TypeAlias

Schema: TypeAlias = dict[str, Any]

_SENTENCES = {
    "name": "Mara", "title": "A Small Light", "reason": "It fits the brief and keeps the cost low.",
    "note": "Nothing to change.", "description": "A quiet place with one warm light.",
    "summary": "Two who had stopped waiting meet, and stay.",
}  # fmt: skip
_DEEPEST = 12


def fill(schema: Schema, offer: Any, *, root: Schema | None = None, name: str = "", depth: int = 0) -> Any:
    """Return a value that fits `schema`, as close to `offer` as it allows (None means nothing is offered)."""
    top = root if root is not None else schema
    node = _resolved(schema, top)
    if "const" in node:
        return node["const"]
    if "enum" in node:
        return offer if offer in node["enum"] else node["enum"][0]
    for branches in (node.get("anyOf"), node.get("oneOf")):
        if branches:
            return fill(_branch(branches, offer, top), offer, root=top, name=name, depth=depth)
    match _type(node):
        case "object":
            return _object(node, offer, top, depth)
        case "array":
            return _array(node, offer, top, name, depth)
        case "integer":
            return round(_number(node, offer))
        case "number":
            return _number(node, offer)
        case "boolean":
            return bool(offer)
        case "null":
            return None
    return _string(node, offer, name)


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


def _branch(branches: list[Schema], offer: Any, top: Schema) -> Schema:
    kinds = {
        "object": dict,
        "array": list,
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
    }
    resolved = [_resolved(branch, top) for branch in branches]
    fitting = [
        branch for branch in resolved if offer is not None and isinstance(offer, kinds.get(_type(branch), ()))
    ]
    return next(iter(fitting + [branch for branch in resolved if _type(branch) != "null"]), resolved[0])


def _object(node: Schema, offer: Any, top: Schema, depth: int) -> dict[str, Any]:
    given = offer if isinstance(offer, dict) else {}
    wanted = node.get("properties", {})
    if depth >= _DEEPEST:
        wanted = {name: inner for name, inner in wanted.items() if name in node.get("required", [])}
    return {
        name: fill(inner, given.get(name, inner.get("default")), root=top, name=name, depth=depth + 1)
        for name, inner in wanted.items()
    }


def _array(node: Schema, offer: Any, top: Schema, name: str, depth: int) -> list[Any]:
    entries = list(offer) if isinstance(offer, list) else []
    least, most = node.get("minItems", 0), node.get("maxItems")
    entries = (entries + [None] * (least - len(entries)))[:most]
    return [fill(node.get("items", {}), entry, root=top, name=name, depth=depth + 1) for entry in entries]


def _number(node: Schema, offer: Any) -> float:
    value = offer if isinstance(offer, int | float) and not isinstance(offer, bool) else 1
    low = node.get("minimum", node["exclusiveMinimum"] + 1 if "exclusiveMinimum" in node else value)
    high = node.get("maximum", node["exclusiveMaximum"] - 1 if "exclusiveMaximum" in node else value)
    return float(min(max(value, low), high))


def _string(node: Schema, offer: Any, name: str) -> str:
    text = offer if isinstance(offer, str) else _SENTENCES.get(name, "As the brief asks.")
    longest = node.get("maxLength")
    if longest is not None and len(text) > longest:
        text = text[:longest].rpartition(" ")[0] or text[:longest]
    return text.ljust(node.get("minLength", 0), ".")

"""Is an input what the model's schema asks for? Required fields first, then types, choices and ranges."""

from typing import Any

from .catalog import Field, Model
from .refused import Refused

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}
_ADDRESSES = ("http://", "https://", "asset://")


def checked(model: Model, given: dict[str, Any]) -> dict[str, Any]:
    """Return the input with defaults filled in, or refuse it: 500 for a missing field, 422 for a wrong one.

    Fields the schema does not know are kept as they are (kie/api.md 2.1).
    """
    _require(model.properties, given)
    _exclude(model.exclusive, given)
    for name, field in model.properties.items():
        if given.get(name) is not None:
            _check(name, field, given[name])
    defaults = {name: field["default"] for name, field in model.properties.items() if "default" in field}
    return {**defaults, **{name: value for name, value in given.items() if value is not None}}


def _require(properties: dict[str, Field], given: dict[str, Any]) -> None:
    for name, field in properties.items():
        if field.get("required") and given.get(name) in (None, ""):
            raise Refused(500, f"{name} is required")


def _exclude(groups: list[list[str]], given: dict[str, Any]) -> None:
    used = [group for group in groups if any(given.get(name) for name in group)]
    if len(used) > 1:
        raise Refused(422, f"{used[0][0]} and {used[1][0]} cannot be used together")


def _check(name: str, field: Field, value: Any) -> None:
    kind = field.get("type", "")
    if kind in _TYPES and (
        not isinstance(value, _TYPES[kind]) or (isinstance(value, bool) and kind != "boolean")
    ):
        raise Refused(422, f"{name} must be of type {kind}")
    if "enum" in field and value not in field["enum"]:
        raise Refused(422, f"{name} is not within the range of allowed options")
    if kind == "string":
        _check_text(name, field, value)
    elif kind in ("integer", "number"):
        if not field.get("minimum", value) <= value <= field.get("maximum", value):
            raise Refused(422, f"{name} is out of range")
    elif kind == "array":
        _check_list(name, field, value)
    elif kind == "object":
        _require(field.get("properties", {}), value)
        for inner, inner_field in field.get("properties", {}).items():
            if value.get(inner) is not None:
                _check(f"{name}.{inner}", inner_field, value[inner])


def _check_text(name: str, field: Field, value: str) -> None:
    if len(value) > field.get("maxLength", len(value)):
        raise Refused(422, f"{name} exceeds the maximum length of {field['maxLength']}")
    if len(value) < field.get("minLength", 0):
        raise Refused(422, f"{name} is shorter than {field['minLength']}")
    if field.get("format") == "uri" and value and not value.startswith(_ADDRESSES):
        raise Refused(422, f"{name} is not a valid url")


def _check_list(name: str, field: Field, value: list[Any]) -> None:
    if not field.get("minItems", 0) <= len(value) <= field.get("maxItems", len(value)):
        raise Refused(422, f"{name} has the wrong number of items")
    for entry in value:
        _check(name, field.get("items", {}), entry)

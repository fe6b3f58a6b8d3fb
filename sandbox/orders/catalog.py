"""The models on offer and their input schemas (data/schemas.json)."""

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

from .refused import UNKNOWN_MODEL, Refused

Field: TypeAlias = dict[str, Any]

DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True, slots=True)
class Model:
    """A createTask model: what it makes, its input fields, and groups of fields that exclude each other."""

    name: str
    kind: Literal["image", "video"]
    properties: dict[str, Field]
    exclusive: list[list[str]] = field(default_factory=list)


@cache
def models() -> dict[str, Model]:
    """All models by the id that createTask takes."""
    listed = json.loads((DATA / "schemas.json").read_text(encoding="utf-8"))["models"]
    return {name: Model(name=name, **described) for name, described in listed.items()}


def model(name: object, *, code: int = 422) -> Model:
    """Return the model called `name`, or refuse with the provider's words for an unknown one."""
    found = models().get(name) if isinstance(name, str) else None
    if found is None:
        raise Refused(code, UNKNOWN_MODEL)
    return found

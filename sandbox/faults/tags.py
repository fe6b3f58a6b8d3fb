"""Faults of one order: tags inside its prompt such as [[fail:nsfw]] or [[slow:900]] (kie/api.md 10, item 5)."""

import re
from typing import Any

from sandbox.orders.refused import NO_CREDITS

from .kinds import CREATE, KINDS, Fault, fault

_TAG = re.compile(r"\[\[(\w+)(?::([^\]]*))?\]\]")
# The short forms of kie/api.md; every kind that strikes orders is a tag by its own name too.
_SHORT: dict[str, tuple[str, dict[str, Any]]] = {
    "nocb": ("callback_lost", {}),
    "dupcb": ("callback_repeated", {}),
    "url403": ("expired", {}),
    "500credits": ("refused", {"code": 500, "message": NO_CREDITS}),
}


def tagged(prompt: str) -> list[Fault]:
    """Return the faults that the prompt asks for; what is no tag, or no value for it, is left to the painters."""
    return [found for name, value in _TAG.findall(prompt) if (found := _fault(name, value)) is not None]


def untagged(text: str) -> str:
    """Return the prompt without its tags, as the painters should see it."""
    return _TAG.sub("", text).strip()


def _fault(name: str, value: str) -> Fault | None:
    kind, given = _SHORT.get(name, (name, {}))
    if kind not in KINDS or CREATE not in KINDS[kind].routes:
        return None
    first = next(iter(KINDS[kind].parameters), None)
    try:
        return fault(kind, {first: value, **given} if first and value else given)
    except ValueError:
        return None

"""Faults on demand: tags inside a prompt such as [[fail:nsfw]] or [[slow:900]] (kie/api.md 10, item 5)."""

import re
from typing import Any

_TAG = re.compile(r"\[\[(\w+)(?::([^\]]*))?\]\]")


def tags(given: dict[str, Any]) -> dict[str, str]:
    """Return the tags in the input's prompt, each with what follows its colon ("" when nothing does)."""
    return dict(_TAG.findall(str(given.get("prompt", ""))))


def untagged(text: str) -> str:
    """Return the prompt without its tags, as the painters should see it."""
    return _TAG.sub("", text).strip()

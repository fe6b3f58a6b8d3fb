"""The words a prompt may use and the colors they stand for (data/sights.json)."""

import json
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).resolve().parent.parent / "data" / "sights.json"


@cache
def sights() -> dict[str, Any]:
    """Return patterns by name under hours, places, kinds and framings; colors, coats and palettes as RGB lists."""
    seen: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return seen

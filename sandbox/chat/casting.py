"""Which engines to cast, by the note's words, then the idea's, then by habit."""

import random
import re
from typing import Any

from .brief import Brief

_WORDS_FOR = {
    "gemini-omni": r"\bomni\b|gemini", "kling-3.0": r"\bkling", "veo-3.1": r"\bveo",
    "seedance-1.5": r"seedance[- ]?1", "seedance-2": r"\bseedance",
    "nano-banana": r"nano|banana", "seedream": r"seedream",
}  # fmt: skip
_STILLS = ("nano-banana", "seedream")
_HEROES = ("seedance-2", "kling-3.0", "veo-3.1")
_CLIPS = ("seedance-2", "seedance-1.5")


def cast(brief: Brief) -> dict[str, Any]:
    """Return hero_engine, clips_engine, stills_engine and a reason, from the engines the brief allows."""
    chance = random.Random(f"casting {brief.idea.casefold()}")  # noqa: S311 - repeatable, not secret
    habits = {
        "hero": chance.choice(_HEROES),
        "clips": chance.choice(_CLIPS),
        "stills": chance.choice(_STILLS),
    }
    engines = {
        role: _asked(brief, role) or brief.previous.get(f"{role}_engine") or _allowed(brief, habit)
        for role, habit in habits.items()
    }
    heard = f" The note was heard: {brief.note}." if brief.note else ""
    reason = (
        f"{engines['hero']} for the moments that carry the film, {engines['clips']} for everything between them, "
        f"and {engines['stills']} to keep faces and places the same from still to still.{heard}"
    )
    return {f"{role}_engine": engine for role, engine in engines.items()} | {"reason": reason}


def _allowed(brief: Brief, wanted: str) -> str:
    """Return the engine wanted, or the first allowed one of its kind."""
    fitting = [name for name in brief.engines if (name in _STILLS) == (wanted in _STILLS)]
    return wanted if not fitting or wanted in fitting else fitting[0]


def _asked(brief: Brief, role: str) -> str | None:
    """Return the engine that a part of the note or the idea names for the role, or for all roles of its kind."""
    others = {"hero", "clip", "still"} - {role.removesuffix("s")}
    for part in re.split(r"[,;.\n]| and ", f"{brief.note}\n{brief.idea}"):
        if (
            any(re.search(other, part, re.IGNORECASE) for other in others)
            and role.removesuffix("s") not in part.lower()
        ):
            continue
        for name, words in _WORDS_FOR.items():
            is_kind = (name in _STILLS) == (role == "stills")
            if is_kind and re.search(words, part, re.IGNORECASE) and _allowed(brief, name) == name:
                return name
    return None

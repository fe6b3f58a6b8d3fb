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
_HABIT = {
    "hero_engine": ("seedance-2", "kling-3.0", "veo-3.1"),
    "clips_engine": ("seedance-2", "seedance-1.5"),
}


def cast(brief: Brief) -> dict[str, Any]:
    """Return hero_engine, clips_engine, stills_engine and a reason, from the engines the brief allows."""
    chance = random.Random(f"casting {brief.idea.casefold()}")  # noqa: S311 - repeatable, not secret
    hero = _asked(brief, "hero") or _allowed(brief, chance.choice(_HABIT["hero_engine"]), stills=False)
    clips = _asked(brief, "clip") or _allowed(brief, chance.choice(_HABIT["clips_engine"]), stills=False)
    stills = _asked(brief, "still", stills=True) or _allowed(brief, chance.choice(_STILLS), stills=True)
    heard = f" The note was heard: {brief.note}." if brief.note else ""
    return {
        "hero_engine": hero,
        "clips_engine": clips,
        "stills_engine": stills,
        "reason": f"{hero} for the moments that carry the film, {clips} for everything between them, and {stills} "
        f"to keep faces and places the same from still to still.{heard}",
    }


def _allowed(brief: Brief, wanted: str, *, stills: bool) -> str:
    fitting = [name for name in brief.engines if (name in _STILLS) == stills]
    return wanted if not fitting or wanted in fitting else fitting[0]


def _asked(brief: Brief, role: str, *, stills: bool = False) -> str | None:
    for part in re.split(r"[,;.\n]| and ", f"{brief.note}\n{brief.idea}"):
        named = [
            name
            for name, words in _WORDS_FOR.items()
            if (name in _STILLS) == stills and re.search(words, part, re.I)
        ]
        others = {"hero", "clip", "still"} - {role}
        meant = re.search(role, part, re.I) or not any(re.search(other, part, re.I) for other in others)
        if named and meant and _allowed(brief, named[0], stills=stills) == named[0]:
            return named[0]
    return None

"""Every engine that can be cast, by name and by the words people use."""

import re

from rendering.engines.engine import Engine
from rendering.engines.kling import KLING_3
from rendering.engines.nano_banana import NANO_BANANA
from rendering.engines.omni import GEMINI_OMNI
from rendering.engines.seedance import SEEDANCE_2, SEEDANCE_15
from rendering.engines.seedream import SEEDREAM
from rendering.engines.veo import VEO_31

ENGINES = (SEEDANCE_2, SEEDANCE_15, KLING_3, GEMINI_OMNI, VEO_31, NANO_BANANA, SEEDREAM)


class UnknownEngine(Exception):
    """No engine has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no engine called {name!r}.")
        self.name = name


_BY_NAME = {engine.name: engine for engine in ENGINES}
_BY_WORDS = {
    words: engine for engine in ENGINES for words in (*engine.aliases, engine.name.replace("-", " "))
}
_MENTION = re.compile(
    r"(?<![\w.])(?:" + "|".join(map(re.escape, sorted(_BY_WORDS, key=len, reverse=True))) + r")(?!\w|\.\d)"
)


def get(name: str) -> Engine:
    """The engine of exactly this name. Raises UnknownEngine."""
    try:
        return _BY_NAME[name]
    except KeyError:
        raise UnknownEngine(name) from None


def by_alias(words: str) -> Engine | None:
    """The engine first named in plain words ("use omni for the hero shots"), or None."""
    found = _MENTION.search(" ".join(re.split(r"[\s_-]+", words.lower())))
    return _BY_WORDS[found.group()] if found else None


def clip_engines() -> tuple[Engine, ...]:
    return tuple(engine for engine in ENGINES if engine.kind == "clip")


def still_engines() -> tuple[Engine, ...]:
    return tuple(engine for engine in ENGINES if engine.kind == "still")

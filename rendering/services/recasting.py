"""The casting of a film: kept, read, and changed by plain words such as "use omni for the hero shots"."""

import re
from http import HTTPStatus

from core.errors import Problem
from rendering.engines import catalog
from rendering.engines.engine import Engine
from rendering.models import Film
from rendering.planning.schemas import Casting
from rendering.services import files

PARTS = re.compile(r",|;|\band\b|\n", re.IGNORECASE)
EXAMPLES = (
    "use omni for the hero shots", "kling for the clips", "seedream for the stills", "shot-02: a robot waves",
)  # fmt: skip


class RecastNotUnderstood(Problem):
    """The note names no engine, or one that can not do this film."""

    code = "recast_not_understood"
    title = "This change of casting could not be understood"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def allowed(aspect: str) -> list[str]:
    """The engines that can make a film of this aspect."""
    return [engine.name for engine in catalog.ENGINES if aspect in engine.aspects]


def casting_of(film: Film) -> Casting:
    """The casting. Only for stages that come after it."""
    return Casting.model_validate(film.casting)


def keep(film: Film, casting: Casting) -> None:
    """Make this the film's casting."""
    film.casting = casting.model_dump()
    film.save(update_fields=["casting"])
    files.keep_json(film, f"{files.FOLDERS['casting']}/casting.json", film.casting)


def recast(film: Film, note: str) -> None:
    """Change the casting as the note asks, all of it or nothing. Raises RecastNotUnderstood."""
    changes: dict[str, str] = {}
    for part in filter(str.strip, PARTS.split(note)):
        engine = catalog.by_alias(part)
        if engine is None:
            raise _refusal(f'pod found no engine in "{part.strip()[:80]}". Nothing was changed.')
        if engine.name not in allowed(film.aspect):
            raise _refusal(f"{engine.name} makes no {film.aspect} pictures. Nothing was changed.")
        changes |= dict.fromkeys(_roles(part, engine), engine.name)
    if not changes:
        raise _refusal("pod did not understand the change. Nothing was changed.")
    keep(
        film, Casting.model_validate({**casting_of(film).model_dump(), **changes, "reason": "As you asked."})
    )


def _roles(part: str, engine: Engine) -> list[str]:
    words = part.lower()
    if engine.kind == "still":
        return ["stills_engine"]
    if "hero" in words:
        return ["hero_engine"]
    if "clip" in words or "other" in words or "rest" in words:
        return ["clips_engine"]
    return ["hero_engine", "clips_engine"]


def _refusal(sentence: str) -> RecastNotUnderstood:
    return RecastNotUnderstood(sentence, examples=list(EXAMPLES))


def longest_shot(film: Film) -> int:
    """The longest shot, in seconds, that every engine of this casting and its drafting stand-in can shoot."""
    casting = casting_of(film)
    cast = [catalog.get(casting.hero_engine), catalog.get(casting.clips_engine)]
    stand_ins = [catalog.get(engine.draft_stand_in) for engine in cast if engine.draft_stand_in]
    return min(engine.durations[-1] for engine in (*cast, *stand_ins))

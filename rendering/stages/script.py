"""Gate 2, the script and its continuity notes. Free: the service bears the language model's cost."""

from decimal import Decimal

from django.db.models import F

from rendering.models import Film
from rendering.planning import writer
from rendering.planning.prompts import Brief
from rendering.planning.schemas import Script
from rendering.services import connections, files
from rendering.stages.showing import Notes, Showing

NOTES = Notes.BY_WORKER
MOST_CHARACTERS, MOST_LOCATIONS = 5, 3


def brief_of(film: Film) -> Brief:
    """The film as the language model is told of it."""
    return Brief(idea=film.idea, seconds=film.duration_seconds, aspect=film.aspect, language=film.language)


def script_of(film: Film) -> Script:
    """The script. Only for stages that come after it."""
    return Script.model_validate(film.script)


def bear(film: Film, consumed: Decimal) -> None:
    """Planning is on the house: kept so that the provider's bill can be explained."""
    Film.objects.for_studio(film.studio_id).filter(pk=film.pk).update(
        planning_credits=F("planning_credits") + consumed
    )


def prepare(film: Film) -> bool:
    if film.script is None:
        written = writer.write_script(connections.provider(), brief_of(film))
        bear(film, written.credits_consumed)
        _keep(film, written.shape)
    return True


def gate(film: Film) -> Showing:
    script = script_of(film)
    scenes = [
        f"{n}. {scene.heading} ({scene.seconds} s): {scene.summary}"
        for n, scene in enumerate(script.scenes, 1)
    ]
    return Showing(
        title=f"The script: {script.title}",
        text=[script.logline, *scenes, *(f"Continuity: {line}" for line in script.continuity)],
        files=[_path()],
    )


def approve(film: Film, answer: str) -> None:
    """The script is kept as it is; nothing more follows from a yes."""


def revise(film: Film, note: str) -> None:
    written = writer.write_script(connections.provider(), brief_of(film), note=note, previous=script_of(film))
    bear(film, written.credits_consumed)
    _keep(film, written.shape)


def is_done(film: Film) -> bool:
    return film.script is not None


def _path() -> str:
    return f"{files.FOLDERS['script']}/script.md"


def _keep(film: Film, script: Script) -> None:
    trimmed = script.model_copy(
        update={
            "characters": script.characters[:MOST_CHARACTERS],
            "locations": script.locations[:MOST_LOCATIONS],
        }
    )
    film.script = trimmed.model_dump()
    film.save(update_fields=["script"])
    files.keep_text(film, _path(), _as_markdown(trimmed))


def _as_markdown(script: Script) -> str:
    lines = [f"# {script.title}", "", script.logline, ""]
    for number, scene in enumerate(script.scenes, start=1):
        lines += [f"## {number}. {scene.heading}", "", scene.action, ""]
        lines += [f"**{said.character}**: {said.line}  " for said in scene.dialogue]
        lines.append("")
    lines += ["## Who and where", ""]
    lines += [f"- **{who.name}**: {who.description}" for who in script.characters]
    lines += [f"- **{place.name}**: {place.description}" for place in script.locations]
    return "\n".join(lines) + "\n"

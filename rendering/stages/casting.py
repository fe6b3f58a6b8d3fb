"""Gate 3, the casting: which engines, and the bill of the stills that follow from it."""

from collections.abc import Sequence

from rendering.engines import catalog
from rendering.engines.engine import Engine
from rendering.models import Film, Look, Shot, Take
from rendering.planning import fit, writer
from rendering.planning.schemas import Character, Location
from rendering.services import connections, files, recasting, takes
from rendering.stages import script as script_stage
from rendering.stages.showing import Notes, Showing

NOTES = Notes.AT_ONCE


def prepare(film: Film) -> bool:
    if film.casting is None:
        written = writer.choose_casting(
            connections.provider(), script_stage.brief_of(film), engines=recasting.allowed(film.aspect),
            script=script_stage.script_of(film),
        )  # fmt: skip
        script_stage.bear(film, written.credits_consumed)
        recasting.keep(film, written.shape)
    _plan_stills(film)
    return True


def gate(film: Film) -> Showing:
    chosen = recasting.casting_of(film)
    stills = takes.unreleased(film, ["still"])
    return Showing(
        title="The casting",
        text=[
            f"Hero shots: {chosen.hero_engine}. All other clips: {chosen.clips_engine}. "
            f"Stills: {chosen.stills_engine}.",
            chosen.reason,
            f"To draw now: {len(stills)} stills (design sheets and a keyframe for each shot). "
            "Footage comes later, past the cost gate.",
        ],
        bill=takes.bill(stills),
        files=[f"{files.FOLDERS['casting']}/casting.json"],
    )


def approve(film: Film, answer: str) -> None:
    """The stills were released with the answer; the next stages order them."""


def revise(film: Film, note: str) -> None:
    recasting.recast(film, note)
    _plan_stills(film)


def is_done(film: Film) -> bool:
    return film.casting is not None and not takes.unreleased(film, ["still"])


def _plan_stills(film: Film) -> None:
    """A sheet for everyone and every place in the script, and a keyframe for each shot there will be."""
    script = script_stage.script_of(film)
    engine = catalog.get(recasting.casting_of(film).stills_engine)
    described: dict[str, Sequence[Character | Location]] = {
        Look.Kind.CHARACTER: script.characters,
        Look.Kind.LOCATION: script.locations,
    }
    for kind, ones in described.items():
        for number, one in enumerate(ones, start=1):
            look, _ = Look.objects.for_studio(film.studio_id).update_or_create(
                film=film,
                kind=kind,
                number=number,
                defaults={"name": one.name, "description": one.description},
            )
            _plan_still(film, look, engine)
    for number in range(1, fit.shot_count(film.duration_seconds, len(script.scenes)) + 1):
        shot, _ = Shot.objects.for_studio(film.studio_id).get_or_create(film=film, number=number)
        _plan_still(film, shot, engine)


def _plan_still(film: Film, of: Look | Shot, engine: Engine) -> None:
    if takes.standing(of, Take.Tier.STILL, but=Take.Status.PLANNED) is None:
        takes.plan_still(film, of, engine)

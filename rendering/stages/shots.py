"""Gate 5, the shot plan. Free; a shot more than the stills' bill knew is priced here first."""

from rendering.engines import catalog
from rendering.models import Film, Shot, Take
from rendering.planning import fit, writer
from rendering.planning.schemas import PlannedShot, ShotPlan
from rendering.services import connections, files, recasting, takes
from rendering.stages import script as script_stage
from rendering.stages.showing import Notes, Showing

NOTES = Notes.BY_WORKER


def prepare(film: Film) -> bool:
    if not _is_planned(film):
        _plan(film, note=None)
    return True


def gate(film: Film) -> Showing:
    more = [take for take in takes.unreleased(film, ["still"]) if take.shot_id]
    return Showing(
        title="The shot plan",
        text=[_told(shot) for shot in film.shots.all()],
        bill=takes.bill(more),
        files=[_path()],
    )  # fmt: skip


def approve(film: Film, answer: str) -> None:
    """The plan is kept as it is."""


def revise(film: Film, note: str) -> None:
    _plan(film, note=note)


def is_done(film: Film) -> bool:
    return _is_planned(film) and not [take for take in takes.unreleased(film, ["still"]) if take.shot_id]


def _is_planned(film: Film) -> bool:
    return film.shots.exists() and not film.shots.filter(description="").exists()


def _plan(film: Film, *, note: str | None) -> None:
    script = script_stage.script_of(film)
    written = writer.plan_shots(
        connections.provider(), script_stage.brief_of(film), script,
        shots=fit.shot_count(film.duration_seconds, len(script.scenes)),
        longest=recasting.longest_shot(film), note=note,
        previous=_plan_of(film) if note else None,
    )  # fmt: skip
    script_stage.bear(film, written.credits_consumed)
    _keep(film, written.shape)


def _plan_of(film: Film) -> ShotPlan:
    names = PlannedShot.model_fields
    return ShotPlan.model_validate({"shots": list(film.shots.values(*names))})


def _keep(film: Film, plan: ShotPlan) -> None:
    engine = catalog.get(recasting.casting_of(film).stills_engine)
    for number, planned in enumerate(plan.shots, start=1):
        shot, _ = Shot.objects.for_studio(film.studio_id).update_or_create(
            film=film, number=number, defaults=planned.model_dump()
        )
        if takes.standing(shot, Take.Tier.STILL) is None:
            takes.plan_still(film, shot, engine)
    for surplus in film.shots.filter(number__gt=len(plan.shots)):
        takes.drop(film, surplus)
    lines = [
        f"| {shot.name} | {shot.scene} | {shot.seconds} s | {shot.framing}, {shot.move} | {shot.description} |"
        for shot in film.shots.all()
    ]
    files.keep_text(
        film, _path(), "\n".join(["| shot | scene | length | camera | what |", "|-|-|-|-|-|", *lines]) + "\n"
    )


def _path() -> str:
    return f"{files.FOLDERS['shots']}/shots.md"


def _told(shot: Shot) -> str:
    return (
        f"{shot.name} (scene {shot.scene}, {shot.seconds} s): {shot.framing}, {shot.move}. {shot.description}"
    )

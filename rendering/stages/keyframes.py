"""Gate 6, the keyframes: one still for each shot."""

from rendering.engines import catalog
from rendering.models import Film, Take
from rendering.services import recasting, takes
from rendering.stages.showing import Notes, Showing

NOTES = Notes.NOT_TAKEN


def prepare(film: Film) -> bool:
    engine = catalog.get(recasting.casting_of(film).stills_engine)
    for shot in film.shots.all():
        takes.again_if_failed(
            film, shot, Take.Tier.STILL, engine, takes.still_spec(engine, has_reference=True)
        )
    return takes.shoot(film, _keyframes(film))


def gate(film: Film) -> Showing:
    missing = [take for take in takes.unreleased(film, ["still"]) if take.shot_id]
    if missing:
        return Showing(
            title="More keyframes", text=["These have to be painted again."], bill=takes.bill(missing),
            answers=("approve", "stop"),
        )  # fmt: skip
    ready = [take for take in _keyframes(film) if take.status == Take.Status.READY]
    return Showing(
        title="Keyframes",
        text=[f"{take.label}: {take.shot.description}" for take in ready if take.shot],
        files=[take.file.path for take in ready if take.file],
        answers=("approve", "auto", "steer", "stop"),
    )


def approve(film: Film, answer: str) -> None:
    """The keyframes are kept as they are."""


def revise(film: Film, note: str) -> None:
    """Not offered here: a new keyframe is a new order, priced first."""


def is_done(film: Film) -> bool:
    return all(takes.standing(shot, Take.Tier.STILL, among=(Take.Status.READY,)) for shot in film.shots.all())


def _keyframes(film: Film) -> list[Take]:
    return list(
        film.takes.filter(shot__isnull=False, tier=Take.Tier.STILL).select_related("shot", "file", "film")
    )

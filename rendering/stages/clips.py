"""Gate 8, the scene clips: the drafts, scene by scene. A yes circles them."""

from django.db.models import QuerySet

from rendering.models import Film, Shot, Take
from rendering.services import takes
from rendering.stages.showing import Notes, Showing

NOTES = Notes.NOT_TAKEN


def prepare(film: Film) -> bool:
    """Order every released draft; True once all of the next scene to look at are there."""
    is_all_there = takes.shoot(film, film.takes.filter(tier=Take.Tier.DRAFT))
    scene, ready = _next_scene(film), _ready(film)
    takes.require_standing(film, Take.Tier.DRAFT)
    if is_all_there:
        takes.require_released(film, Take.Tier.DRAFT)
    return is_all_there or (
        scene is not None and all(shot.pk in ready for shot in _wanted(film).filter(scene=scene))
    )


def gate(film: Film) -> Showing | None:
    scene = _next_scene(film)
    if scene is None:
        return None
    ready = _ready(film)
    drafts = [ready[shot.pk] for shot in _wanted(film).filter(scene=scene) if shot.pk in ready]
    return Showing(
        title=f"Scene {scene}: the drafts",
        text=[f"{draft.label}: {draft.shot.description}" for draft in drafts if draft.shot],
        files=[draft.file.path for draft in drafts if draft.file],
        scene=scene,
        answers=("approve", "auto", "steer", "stop"),
    )


def approve(film: Film, answer: str) -> None:
    ready = _ready(film)
    for shot in _wanted(film).filter(scene=_next_scene(film) or 0):
        takes.circle(ready.get(shot.pk))


def revise(film: Film, note: str) -> None:
    """Not offered here: new footage is a retake, priced first."""


def is_done(film: Film) -> bool:
    return _next_scene(film) is None


def _next_scene(film: Film) -> int | None:
    circled = film.takes.filter(tier=Take.Tier.DRAFT, is_circled=True).values("shot")
    return _wanted(film).exclude(pk__in=circled).values_list("scene", flat=True).order_by("scene").first()


def _wanted(film: Film) -> QuerySet[Shot]:
    return takes.wanted(film, Take.Tier.DRAFT)


def _ready(film: Film) -> dict[int, Take]:
    return takes.newest(film, Take.Tier.DRAFT, among=(Take.Status.READY,))

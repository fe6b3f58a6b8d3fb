"""What design sheets and keyframes have in common: stills that are ordered, shown, and priced anew when one is lost."""

from collections.abc import Callable, Iterable

from django.db.models import QuerySet

from rendering.engines import catalog
from rendering.models import Film, Look, Shot, Take
from rendering.services import recasting, rewording, takes
from rendering.stages.showing import Showing


def prepare(film: Film, subjects: Iterable[Look | Shot], stills: QuerySet[Take]) -> bool:
    """Order what is released, and plan a further take for what failed. True once nothing is on its way."""
    engine = catalog.get(recasting.casting_of(film).stills_engine)
    for subject in takes.without(film, subjects, Take.Tier.STILL):
        takes.plan_still(film, subject, engine)
    return takes.shoot(film, stills)


def gate(film: Film, stills: QuerySet[Take], *, title: str, told: Callable[[Take], str]) -> Showing:
    """The stills to look at; or first the bill of those that have to be made again."""
    keys = set(stills.values_list("pk", flat=True))
    missing = [take for take in takes.unreleased(film, ["still"]) if take.pk in keys]
    if missing:
        failed = rewording.failures(film, missing)
        return Showing(
            title=f"{title}, once more",
            text=[
                "These could not be had so far; you paid nothing for them. They have to be ordered again.",
                *rewording.offer(failed),
            ],
            bill=takes.bill(missing),
            answers=("approve", "revise", "stop"),
            needs_person=bool(failed),
        )
    ready = list(stills.filter(status=Take.Status.READY).select_related("look", "shot", "file"))
    return Showing(
        title=title,
        text=[f"{take.label}: {told(take)}" for take in ready],
        files=[take.file.path for take in ready if take.file],
        answers=("approve", "auto", "steer", "stop"),
    )


def revise(film: Film, note: str) -> None:
    """Other words for one that has to be ordered again. Raises RewordingNotUnderstood."""
    missing = takes.unreleased(film, ["still"])
    if missing and not rewording.reword(film, note, among=missing):
        raise rewording.refusal(missing[0].label)


def are_ready(film: Film, subjects: Iterable[Look | Shot]) -> bool:
    """True when each subject has a still that is ready."""
    return not takes.without(film, subjects, Take.Tier.STILL, among=(Take.Status.READY,))

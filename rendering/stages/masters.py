"""Gate 9, the masters: each once, and only for a shot whose draft is circled."""

from rendering.models import Film, Take
from rendering.services import takes
from rendering.stages.showing import Notes, Showing

NOTES = Notes.NOT_TAKEN


def prepare(film: Film) -> bool:
    if film.is_drafts_only:
        return True
    circled = film.takes.filter(tier=Take.Tier.DRAFT, is_circled=True).values("shot")
    masters = film.takes.filter(tier=Take.Tier.MASTER, shot__in=circled)
    is_all_there = takes.shoot(film, masters)
    takes.require_standing(film, Take.Tier.MASTER)
    if is_all_there:
        takes.require_released(film, Take.Tier.MASTER)
    return is_all_there


def gate(film: Film) -> Showing | None:
    ready = list(
        film.takes.filter(tier=Take.Tier.MASTER, status=Take.Status.READY, is_circled=False).select_related(
            "shot", "file"
        )
    )
    if film.is_drafts_only or not ready:
        return None
    return Showing(
        title="The masters",
        text=[f"{take.label} at {film.resolution}." for take in ready],
        files=[take.file.path for take in ready if take.file],
        answers=("approve", "auto", "steer", "stop"),
    )


def approve(film: Film, answer: str) -> None:
    for master in film.takes.filter(tier=Take.Tier.MASTER, status=Take.Status.READY, is_circled=False):
        takes.circle(master)


def revise(film: Film, note: str) -> None:
    """Not offered here: a master renders once; what is wrong with it is retaken as a draft."""


def is_done(film: Film) -> bool:
    circled = film.takes.filter(tier=Take.Tier.MASTER, is_circled=True).values("shot")
    return film.is_drafts_only or not takes.wanted(film, Take.Tier.MASTER).exclude(pk__in=circled).exists()

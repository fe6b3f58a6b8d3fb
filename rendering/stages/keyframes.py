"""Gate 6, the keyframes: one still for each shot."""

from django.db.models import QuerySet

from rendering.models import Film, Take
from rendering.services import takes
from rendering.stages import stills
from rendering.stages.showing import Notes, Showing

NOTES = Notes.AT_ONCE


def prepare(film: Film) -> bool:
    return stills.prepare(film, takes.wanted(film, Take.Tier.STILL), _keyframes(film))


def gate(film: Film) -> Showing:
    return stills.gate(
        film,
        _keyframes(film),
        title="Keyframes",
        told=lambda take: take.shot.description if take.shot else "",
    )


def approve(film: Film, answer: str) -> None:
    """The keyframes are kept as they are."""


def revise(film: Film, note: str) -> None:
    stills.revise(film, note)


def is_done(film: Film) -> bool:
    return stills.are_ready(film, takes.wanted(film, Take.Tier.STILL))


def _keyframes(film: Film) -> QuerySet[Take]:
    return film.takes.filter(shot__isnull=False, tier=Take.Tier.STILL)

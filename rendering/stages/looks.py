"""Gate 4, characters and places: the design sheets."""

from django.db.models import QuerySet

from rendering.models import Film, Look, Take
from rendering.stages import stills
from rendering.stages.showing import Notes, Showing

NOTES = Notes.AT_ONCE


def prepare(film: Film) -> bool:
    return stills.prepare(film, _wanted(film), _sheets(film))


def gate(film: Film) -> Showing:
    return stills.gate(
        film,
        _sheets(film),
        title="Characters and places",
        told=lambda take: take.look.description if take.look else "",
    )


def approve(film: Film, answer: str) -> None:
    """The sheets are kept as they are."""


def revise(film: Film, note: str) -> None:
    stills.revise(film, note)


def is_done(film: Film) -> bool:
    return stills.are_ready(film, _wanted(film))


def _wanted(film: Film) -> QuerySet[Look]:
    """The looks that are to have a sheet: all, but for those a person goes on without."""
    left_out = film.takes.filter(is_left_out=True, look__isnull=False)
    return film.looks.exclude(pk__in=left_out.values("look"))


def _sheets(film: Film) -> QuerySet[Take]:
    return film.takes.filter(look__isnull=False)

"""Gate 4, characters and places: the design sheets."""

from rendering.models import Film, Take
from rendering.stages import stills
from rendering.stages.showing import Notes, Showing

NOTES = Notes.NOT_TAKEN


def prepare(film: Film) -> bool:
    return stills.prepare(film, film.looks.all(), _sheets(film))


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
    """Not offered here: a new sheet is a new order, priced first."""


def is_done(film: Film) -> bool:
    return stills.are_ready(film.looks.all())


def _sheets(film: Film) -> list[Take]:
    return list(film.takes.filter(look__isnull=False).select_related("look", "shot", "file", "film"))

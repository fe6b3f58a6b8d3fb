"""Stop for a person, saying why."""

from core import states
from rendering.models import Film


def pause(film: Film, sentence: str) -> None:
    """Nothing goes on until somebody resumes; what was ordered is still collected."""
    film.refresh_from_db(fields=["status"])
    states.advance(film, Film.Status.PAUSED, waits_for=sentence)

"""Stop for a person, saying why."""

from core import states
from rendering.models import Film


def pause(film: Film, sentence: str) -> None:
    """Nothing goes on until somebody resumes; what was ordered is still collected."""
    film.refresh_from_db(fields=["status"])
    states.advance(film, Film.Status.PAUSED, waits_for=sentence)


def stop(film: Film) -> bool:
    """The person stops it. False when it is over."""
    return states.advance(
        film, Film.Status.STOPPED, waits_for="Stopped by you. Resume comes back to exactly here."
    )


def say(film: Film, sentence: str) -> None:
    """Work goes on, but the person should know what it waits for; an empty sentence takes that back."""
    rows = Film.objects.for_studio(film.studio_id).filter(pk=film.pk, status=Film.Status.WORKING)
    rows.update(waits_for=sentence)

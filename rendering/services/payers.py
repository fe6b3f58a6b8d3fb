"""Who pays for a film."""

from billing.port import Payer
from rendering.models import Film
from studios import port as studios


def payer_of(film: Film) -> Payer:
    """The studio, and the license the film was started with, whichever license acts now."""
    return Payer(
        studio_id=film.studio_id, timezone=studios.facts_of(film.studio_id).timezone, license=film.license
    )

"""Orders that wait, without the films they would be for."""

from typing import Any

from rendering.models import Attempt, Film, Look, ProviderCredential, Take
from studios.models import Studio
from studios.services import tenants


def queue(slug: str, count: int, credential: ProviderCredential, **fields: Any) -> Studio:
    """A studio with this many orders in the queue."""
    studio = tenants.create(slug, actor="test")
    film = Film.objects.create(
        studio=studio, license="lic", name="film", idea="x", duration_seconds=5, aspect="16:9", language="english",
        resolution="720p",
    )  # fmt: skip
    for number in range(1, count + 1):
        look = Look.objects.create(film=film, kind="character", number=number, name="x", description="x")
        take = Take.objects.create(film=film, look=look, tier="still", engine="nano-banana", spec={})
        Attempt.objects.create(studio=studio, take=take, credential=credential, line="apl", **fields)
    return studio

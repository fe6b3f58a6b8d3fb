"""A paid and made clip that waits to be brought home: its rows, and the server it lies on."""

import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import pytest
from django.db.models.functions import Now

from billing.services import prices
from rendering.editing.edl import Edl, Source
from rendering.models import Attempt, Cut, Film, ProviderCredential, Shot, Take
from rendering.provider.client import Client
from rendering.services import collection, cuts
from studios.services import tenants
from tests.rendering.collection import shelf as shelves
from tests.rendering.collection.shelf import Shelf

SECONDS = 2


@dataclass(frozen=True)
class Paid:
    """An attempt that succeeded, and what its result lies on."""

    attempt_id: int
    film: Film
    shelf: Shelf

    @property
    def attempt(self) -> Attempt:
        rows = Attempt.objects.across_studios(reason="test")
        return rows.select_related("take__film", "take__shot", "take__look").get(pk=self.attempt_id)

    def collect(self) -> bool:
        with closing(Client(self.shelf.base, self.shelf.base, "a-key")) as client:
            return collection.collect(self.attempt, lambda: client)

    def change(self, **fields: Any) -> None:
        Attempt.objects.across_studios(reason="test").filter(pk=self.attempt_id).update(**fields)

    def told(self, kind: str) -> list[str]:
        return list(self.film.events.filter(kind=kind).values_list("text", flat=True))


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Two seconds of a test card."""
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    card = ["-f", "lavfi", "-i", f"testsrc=size=320x180:rate=24:duration={SECONDS}"]
    ffmpeg = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-y", "-loglevel", "error"]
    subprocess.run([*ffmpeg, *card, "-pix_fmt", "yuv420p", str(path)], check=True, timeout=60)
    return path.read_bytes()


@pytest.fixture
def paid(transactional_db: None, clip: bytes, settings: Any, tmp_path: Path) -> Iterator[Paid]:
    settings.MEDIA_ROOT = str(tmp_path)
    prices.publish(prices.SHIPPED.read_text(), source="test")
    film = Film.objects.create(
        studio=tenants.create("demo", actor="test"), license="lic", name="film", idea="x", duration_seconds=5,
        aspect="16:9", language="english", resolution="720p",
    )  # fmt: skip
    with shelves.serving(clip) as shelf:
        yield add(film, 1, shelf)


def add(film: Film, number: int, shelf: Shelf) -> Paid:
    """A further shot of the film whose draft is made and paid."""
    credential, _ = ProviderCredential.objects.across_studios(reason="test").get_or_create(studio=None)
    shot = Shot.objects.create(film=film, number=number, seconds=SECONDS)
    take = Take.objects.create(
        film=film, shot=shot, tier="draft", engine="seedance-2", spec={"seconds": SECONDS}, status="ordered"
    )
    attempt = Attempt.objects.create(
        studio=film.studio, take=take, credential=credential, line="apl", status="succeeded", sending_at=Now(),
        settled_at=Now(), task_id=f"task-{number}", result_url=shelf.url, next_look_up_at=Now(),
    )  # fmt: skip
    return Paid(attempt.pk, film, shelf)


def cut_of(film: Film) -> Cut:
    """A cut of every take that is home, not yet made."""
    takes = Take.objects.for_studio(film.studio_id).filter(film=film).select_related("shot")
    takes.update(is_circled=True)
    sources = [Source(take.public_id, take.shot.name, 1, 48) for take in takes if take.shot]
    edl = Edl.first_cut(sources, {source.shot: 48 for source in sources})
    return Cut.objects.create(film=film, number=1, edl=cuts._as_json(edl), frames=edl.frames)

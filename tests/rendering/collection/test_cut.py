"""Cutting what came home."""

import pytest

from rendering.editing import ffmpeg
from rendering.models import Cut, Take
from rendering.services import cuts, files
from tests.rendering.collection.conftest import Paid, cut_of


@pytest.fixture
def cut(paid: Paid) -> Cut:
    assert paid.collect()
    return cut_of(paid.film)


def test_what_a_killed_worker_left_is_in_nobody_s_way(cut: Cut) -> None:
    (files.workplace(cut.public_id) / ".cutting-left").mkdir()
    assert cuts.assemble(cut)
    cut.refresh_from_db()
    assert cut.file
    with files.local(cut.file) as path:
        assert ffmpeg.probe(path).frames == 48
    assert list(files.work_folder().iterdir()) == []


def test_footage_that_is_no_longer_as_it_was_is_not_cut(cut: Cut) -> None:
    take = Take.objects.for_studio(cut.film.studio_id).select_related("file").get(film=cut.film)
    assert take.file
    with files.local(take.file) as path:
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert not cuts.assemble(cut)
    cut.refresh_from_db()
    assert (cut.status, "no longer as it was" in cut.failure) == ("failed", True)

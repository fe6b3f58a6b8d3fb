"""Edits: free, always; each makes a new cut."""

import pytest

from rendering import tasks
from rendering.models import Cut, Film
from tests.rendering.conftest import Crew


@pytest.fixture
def finished(crew: Crew) -> Film:
    film = crew.work(crew.start(mode="auto", preapprove=True, drafts_only=True))
    assert film.status == Film.Status.FINISHED
    return film


def test_notes_make_a_new_cut_for_free_and_the_older_ones_stay(crew: Crew, finished: Film) -> None:
    before, ordered = crew.credits(), len(crew.orders())
    answer = crew.api.post(f"/films/{finished.name}/edits", {"note": "cut the first second of shot-01"})
    assert answer.status_code == 202
    assert answer.json() == {"cut": 2, "understood": ["Cut the first 1 second of shot-01."]}
    tasks.assemble(Cut.objects.for_studio(crew.studio.pk).get(film=finished, number=2).pk)
    cuts = crew.api.get(f"/films/{finished.name}/cuts").json()["cuts"]
    assert [(cut["number"], cut["state"], cut["seconds"]) for cut in cuts] == [
        (1, "ready", "5.00"),
        (2, "ready", "4.00"),
    ]
    assert (crew.credits(), len(crew.orders())) == (before, ordered)
    paths = {file["path"] for file in crew.api.get(f"/films/{finished.name}/files").json()["files"]}
    assert {f"07-final/{finished.name}-cut-0{n}.mp4" for n in (1, 2)} <= paths
    for note, code in (
        ("make it purple somehow", "edit_not_understood"),
        ("make her smile in shot-01", "edit_not_understood"),
    ):
        refusal = crew.api.post(f"/films/{finished.name}/edits", {"note": note})
        assert (refusal.status_code, refusal.json()["code"]) == (422, code)
        assert refusal.json()["examples"]
    assert finished.cuts.count() == 2


def test_a_file_can_be_fetched_in_parts(crew: Crew, finished: Film) -> None:
    file = next(
        file
        for file in crew.api.get(f"/films/{finished.name}/files").json()["files"]
        if file["path"].endswith(".mp4")
    )
    path = file["url"].removeprefix("/api/v1")
    whole = b"".join(crew.api.get(path).streaming_content)
    part = crew.api.get(path, Range="bytes=100-199")
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 100-199/{file['bytes']}")
    assert b"".join(part.streaming_content) == whole[100:200]
    assert len(whole) == file["bytes"]
    nothing = crew.api.get(path, Range="bytes=-0")
    assert (nothing.status_code, b"".join(nothing.streaming_content)) == (200, whole)


def test_there_is_nothing_to_edit_before_there_is_a_cut(crew: Crew) -> None:
    film = crew.start()
    refusal = crew.api.post(f"/films/{film.name}/edits", {"note": "pacier"})
    assert (refusal.status_code, refusal.json()["code"]) == (409, "wrong_state")

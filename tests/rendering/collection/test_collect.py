"""Bringing home what was paid for: whole, checked, once, and going on where it broke off."""

import hashlib
import subprocess
import time
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db.models.functions import Now

from core import clock
from rendering.models import Attempt, Film, FilmFile, Take
from rendering.services import collection, files, sweeping
from tests.rendering.collection.conftest import Paid


def kept(paid: Paid) -> FilmFile:
    """The one file of the film, which is also the take's."""
    (file,) = paid.film.files.all()
    take = Take.objects.for_studio(paid.film.studio_id).get(film=paid.film)
    assert (take.status, take.file) == ("ready", file)
    return file


def stored(film: FilmFile) -> bytes:
    return b"".join(files.read(film, 0, film.size_bytes))


def assert_it_waits(paid: Paid, why: str) -> None:
    """It is not home, it stays paid and made, and it will be tried again."""
    attempt = paid.attempt
    assert (attempt.status, attempt.is_collected, attempt.take.status) == ("succeeded", False, "ordered")
    assert attempt.next_look_up_at is not None
    assert not paid.film.files.exists()
    paid.change(collections=collection.TELL_AFTER - 1)
    paid.shelf.behaves = paid.shelf.behaves[-1:]
    assert not paid.collect()
    assert why in paid.told("take.not_collected")[0]


def test_it_is_checked_hashed_and_stored(paid: Paid, clip: bytes) -> None:
    assert paid.collect()
    file = kept(paid)
    assert (file.size_bytes, file.sha256) == (len(clip), hashlib.sha256(clip).hexdigest())
    assert (file.path, stored(file)) == ("06-clips/shot-01-draft.mp4", clip)
    assert paid.attempt.is_collected


def test_nothing_of_the_work_is_left(paid: Paid) -> None:
    assert paid.collect()
    assert list(files.work_folder().iterdir()) == []


def test_a_second_worker_finds_nothing_to_do(paid: Paid) -> None:
    assert paid.collect()
    assert not paid.collect()
    assert len(paid.shelf.asked) == 1


def test_the_same_result_stored_twice_leaves_one_row(paid: Paid, clip: bytes) -> None:
    """As when a worker is killed after the bytes were stored and before the attempt says so."""
    assert paid.collect()
    paid.change(is_collected=False)
    Take.objects.for_studio(paid.film.studio_id).filter(film=paid.film).update(status="ordered")
    assert paid.collect()
    assert stored(kept(paid)) == clip


def test_an_address_that_is_gone_is_replaced_by_a_new_one(paid: Paid, clip: bytes) -> None:
    paid.shelf.behaves = ["gone", "whole"]
    assert paid.collect()
    assert [path for path, _ in paid.shelf.asked] == ["/result", "/minted"]
    assert stored(kept(paid)) == clip


def test_an_address_that_ends_as_a_page_is_replaced_at_the_next_try(paid: Paid, clip: bytes) -> None:
    paid.shelf.behaves = ["page", "whole"]
    assert [paid.collect(), paid.collect()] == [False, True]
    assert [path for path, _ in paid.shelf.asked] == ["/result", "/minted"]
    assert stored(kept(paid)) == clip


def test_what_broke_off_is_gone_on_with(paid: Paid, clip: bytes) -> None:
    paid.shelf.behaves = ["broken", "whole"]
    assert [paid.collect(), paid.collect()] == [False, True]
    assert [asked for _, asked in paid.shelf.asked] == ["", f"bytes={len(clip) // 2}-"]
    assert stored(kept(paid)) == clip


@pytest.mark.parametrize(
    ("behavior", "why"),
    [
        ("page", "The file is a web page."),
        ("nothing", "The file is neither a still nor a clip."),
        ("gone", "The file is no longer at its address."),
        ("broken", "The file broke off on its way."),
    ],
)
def test_a_wrong_answer_is_no_result(paid: Paid, behavior: str, why: str) -> None:
    paid.shelf.behaves = [behavior]
    assert not paid.collect()
    assert_it_waits(paid, why)


def test_a_clip_of_another_length_is_no_result(paid: Paid) -> None:
    take = Take.objects.for_studio(paid.film.studio_id).get(film=paid.film)
    take.spec["seconds"] = 8
    take.save()
    assert not paid.collect()
    assert_it_waits(paid, "seconds: 8 were ordered.")


def test_a_damaged_clip_is_thrown_away_and_fetched_anew(paid: Paid, clip: bytes) -> None:
    paid.shelf.content = clip[: len(clip) // 2]
    assert not paid.collect()
    paid.shelf.content = clip
    assert paid.collect()
    assert [asked for _, asked in paid.shelf.asked] == ["", ""]
    assert stored(kept(paid)) == clip


def test_a_half_written_file_never_counts(paid: Paid, clip: bytes) -> None:
    part = files.workplace(paid.attempt.public_id) / "result.part"
    part.write_bytes(b"x" * len(clip))
    assert not paid.collect()  # there is no rest of it, so it is thrown away
    assert paid.collect()
    assert stored(kept(paid)) == clip


def test_what_is_whole_and_could_not_be_stored_is_not_fetched_again(paid: Paid, clip: bytes) -> None:
    films = Path(default_storage.path("films"))
    films.write_text("in the way of the folder")
    assert not paid.collect()
    films.unlink()
    assert paid.collect()
    assert len(paid.shelf.asked) == 1
    assert stored(kept(paid)) == clip


def test_what_is_given_back_otherwise_than_it_was_stored_is_not_kept(
    paid: Paid, clip: bytes, settings: Any
) -> None:
    disk = {"BACKEND": "tests.rendering.collection.forgetful.Forgetful"}
    settings.STORAGES = settings.STORAGES | {"default": disk}
    assert not paid.collect()
    assert not paid.film.files.exists()
    assert [path for path in Path(default_storage.path("films")).rglob("*") if path.is_file()] == []
    vars(default_storage)["_wrapped"].is_mended = True
    assert paid.collect()
    assert stored(kept(paid)) == clip


def test_after_kill_9_another_worker_goes_on_from_what_is_there(paid: Paid, clip: bytes) -> None:
    paid.shelf.behaves = ["stuck", "whole"]
    part = files.workplace(paid.attempt.public_id) / "result.part"
    worker = killable(paid)
    try:
        while not (part.exists() and part.stat().st_size == len(clip) // 2):
            assert worker.poll() is None
            time.sleep(0.05)
        assert not paid.collect()  # it is in another's hands
    finally:
        worker.kill()
        worker.wait()
    while not paid.collect():
        assert len(paid.shelf.asked) == 1  # PostgreSQL has not yet noticed that the lock's owner is gone
        time.sleep(0.05)
    assert paid.shelf.asked[-1][1] == f"bytes={len(clip) // 2}-"
    assert stored(kept(paid)) == clip


def killable(paid: Paid) -> subprocess.Popen[bytes]:
    """A worker in a process of its own that collects this attempt."""
    from tests.rendering.collection import collector

    return collector.start(paid.attempt_id, paid.shelf.base)


@pytest.mark.parametrize(
    ("tries", "seconds"), [(0, 15), (19, 15), (20, 120), (50, 900), (100, 3600), (30_000, 3600)]
)
def test_the_longer_it_does_not_come_the_more_rarely_it_is_tried(
    paid: Paid, tries: int, seconds: int
) -> None:
    paid.shelf.behaves = ["page"]
    paid.change(collections=tries)
    before = clock.now()
    assert not paid.collect()
    attempt: Attempt = paid.attempt
    assert attempt.next_look_up_at is not None
    assert Decimal(seconds) <= Decimal((attempt.next_look_up_at - before).total_seconds())
    assert attempt.next_look_up_at <= clock.from_now(seconds=seconds)
    assert attempt.pk not in sweeping.left_behind().to_collect


def test_the_sweep_rings_again_only_when_the_first_ring_seems_lost(paid: Paid) -> None:
    patience = timedelta(seconds=sweeping.RUNG_BEFORE_SECONDS)
    paid.change(next_look_up_at=Now())
    assert sweeping.left_behind().to_collect == []
    paid.change(next_look_up_at=Now() - patience)
    assert sweeping.left_behind().to_collect == [paid.attempt_id]


def test_the_sweep_looks_at_a_few_films_a_round_and_at_each_in_its_turn(paid: Paid) -> None:
    old = clock.from_now(seconds=-60)
    films = [
        Film.objects.create(
            studio=paid.film.studio, license="lic", name=f"film-{number}", idea="x", duration_seconds=5,
            aspect="16:9", language="english", resolution="720p", swept_at=old,
        )
        for number in range(15)
    ]  # fmt: skip
    first, second = sweeping.left_behind().films, sweeping.left_behind().films
    assert len(first) == sweeping.MOST_FILMS
    assert {film.pk for film in films} <= {*first, *second}

"""A full disk: fetching pauses, the film and the health page say so, and it goes on by itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from core import clock
from rendering import media
from rendering.editing import ffmpeg
from rendering.editing.ffmpeg import ClipFile, NoRoom
from rendering.models import Cut, Film, FilmFile, FullDisk, Take
from rendering.services import cuts, disk_space, files, sweeping
from tests.rendering.collection import small_disk
from tests.rendering.collection.conftest import Paid, add

MIB = 1024**2


class Disk:
    """A disk without room, until `make_room`."""

    def __init__(self, paid: Paid) -> None:
        self.paid = paid

    def make_room(self) -> None:
        """Nothing has to go: a worker throws away what was half here by itself."""


class Device(Disk):
    """What is fetched leads to /dev/full, which has no room for anybody."""

    def __init__(self, paid: Paid) -> None:
        super().__init__(paid)
        (files.workplace(paid.attempt.public_id) / "result.part").symlink_to("/dev/full")


class Filled(Disk):
    """A small disk with less left than is begun with."""

    def __init__(self, paid: Paid) -> None:
        super().__init__(paid)
        self.filler = files.work_folder(make=True) / "filler"
        self.filler.write_bytes(bytes(40 * MIB))

    def make_room(self) -> None:
        self.filler.unlink()


class Crowded(Disk):
    """A small disk with room for bytes and for no more files: storing fails when all is fetched and checked."""

    def __init__(self, paid: Paid) -> None:
        super().__init__(paid)
        files.workplace(paid.attempt.public_id)
        self.fillers: list[Path] = []
        crowd = files.work_folder() / "crowd"
        crowd.mkdir()
        try:
            while True:
                filler = crowd / str(len(self.fillers))
                filler.touch()
                self.fillers.append(filler)
        except OSError:
            self.fillers.pop().unlink()  # one place is left: for what is fetched

    def make_room(self) -> None:
        for filler in self.fillers:
            filler.unlink()


DISKS: list[type[Disk]] = [Device, *([Filled, Crowded] if small_disk.can_be_mounted() else [])]


@pytest.fixture(params=DISKS)
def disk(request: pytest.FixtureRequest, paid: Paid, settings: Any, tmp_path: Path) -> Iterator[Disk]:
    if request.param is Device:
        yield Device(paid)
        return
    with small_disk.mounted(tmp_path / "disk", "size=80m,nr_inodes=60") as folder:
        settings.MEDIA_ROOT = str(folder)
        yield request.param(paid)


def health() -> tuple[int, str]:
    answer = Client().get("/health/ready")
    return answer.status_code, answer.json()["storage"]


def a_minute_passes() -> None:
    FullDisk.objects.update(at=clock.from_now(seconds=-disk_space.PAUSE_SECONDS - 1))


def test_nothing_is_lost_and_nothing_counts_as_failed(paid: Paid, disk: Disk) -> None:
    assert not paid.collect()
    attempt = paid.attempt
    assert (attempt.status, attempt.is_collected, attempt.collections) == ("succeeded", False, 0)
    assert attempt.take.status == Take.Status.ORDERED
    assert not paid.film.files.exists()
    assert attempt.pk not in sweeping.left_behind().to_collect


def test_the_film_and_the_health_page_say_so(paid: Paid, disk: Disk) -> None:
    for _ in range(2):
        assert not paid.collect()
    assert paid.told("storage.full") == [disk_space.SENTENCE]
    paid.film.refresh_from_db()
    assert (paid.film.status, paid.film.waits_for) == ("working", disk_space.SENTENCE)
    status, said = health()
    assert (status, said.partition(":")[0]) == (503, "full")


def test_while_it_pauses_nothing_is_asked_for(paid: Paid, disk: Disk) -> None:
    assert not paid.collect()
    before = len(paid.shelf.asked)
    disk.make_room()
    assert not paid.collect()
    assert not add(paid.film, 2, paid.shelf).collect()
    assert len(paid.shelf.asked) == before


def test_it_goes_on_by_itself_when_there_is_room(paid: Paid, disk: Disk, clip: bytes) -> None:
    other = add(paid.film, 2, paid.shelf)
    assert not paid.collect()
    disk.make_room()
    a_minute_passes()
    assert [paid.collect(), other.collect()] == [True, True]
    for file in FilmFile.objects.for_studio(paid.film.studio_id):
        assert b"".join(files.read(file, 0, file.size_bytes)) == clip
    paid.film.refresh_from_db()
    assert (paid.film.waits_for, FullDisk.objects.count()) == ("", 0)
    assert health() == (200, "ok")


def test_what_else_a_film_waits_for_stays_said(paid: Paid, disk: Disk) -> None:
    Film.objects.for_studio(paid.film.studio_id).update(waits_for="shot-02 may or may not have been ordered.")
    assert not paid.collect()
    paid.film.refresh_from_db()
    assert paid.film.waits_for.startswith("shot-02")


def test_a_cut_waits_for_room_and_does_not_fail(paid: Paid, disk: Disk) -> None:
    assert not paid.collect()
    cut = Cut.objects.create(film=paid.film, number=1, edl={"clips": [], "sources": []}, frames=48)
    assert not cuts.assemble(cut)
    cut.refresh_from_db()
    assert (cut.status, cut.failure) == ("making", "")


def test_a_computer_that_has_gone_quiet_says_nothing_of_the_service(paid: Paid) -> None:
    FullDisk.objects.create(machine="elsewhere")
    assert health()[0] == 503
    assert not disk_space.is_full()  # what is full elsewhere keeps nobody here
    FullDisk.objects.update(at=clock.from_now(seconds=-disk_space.HEARD_SECONDS - 1))
    assert health() == (200, "ok")


if small_disk.can_be_mounted():

    def test_the_sweep_notices_a_disk_that_fills_up(paid: Paid, settings: Any, tmp_path: Path) -> None:
        with small_disk.mounted(tmp_path / "disk", "size=80m") as folder:
            settings.MEDIA_ROOT = str(folder)
            sweeping.left_behind()
            assert health() == (200, "ok")
            (folder / "filler").write_bytes(bytes(40 * MIB))
            sweeping.left_behind()
            assert health()[0] == 503

    def test_ffmpeg_says_when_there_is_no_room(tmp_path: Path, clip: bytes) -> None:
        (tmp_path / "clip.mp4").write_bytes(clip)
        clips = [ClipFile(tmp_path / "clip.mp4", 0, 48)]
        with (
            small_disk.mounted(tmp_path / "disk", "size=16k") as folder,
            pytest.raises(NoRoom, match="full"),
        ):
            ffmpeg.assemble(clips, folder / "cut.mp4", width=320, height=180)

    def test_half_a_download_leaves_its_room_to_others(paid: Paid, tmp_path: Path) -> None:
        paid.shelf.content = bytes(MIB)
        with small_disk.mounted(tmp_path / "disk", "size=128k") as folder:
            with pytest.raises(media.DiskFull):
                media.download(
                    paid.shelf.url, folder / "x", allow_private=True, max_bytes=2 * MIB, timeout=20
                )
            assert list(folder.iterdir()) == []

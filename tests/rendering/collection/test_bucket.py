"""Films in an S3-compatible bucket: collected, cut, uploaded and downloaded in parts, as from a folder."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from rendering.editing import ffmpeg
from rendering.provider.client import Client
from rendering.services import cuts, files
from rendering.services.files import NotKept
from rendering.services.ordering import contents
from studios.services import keys
from tests.rendering.collection import bucket
from tests.rendering.collection.conftest import Paid, add, cut_of
from tests.rendering.conftest import Api
from tests.rendering.provider.raw_server import saying
from tests.rendering.provider.raw_server import serving as saying_server


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with bucket.serving() as url:
        yield url


@pytest.fixture
def kept(paid: Paid, server: str, settings: Any, tmp_path: Path) -> Paid:
    """What is paid for, and a bucket to keep it in; work is done in a folder."""
    settings.STORAGES = bucket.storages(server)
    settings.MEDIA_ROOT = ""
    settings.POD_WORK_FOLDER = str(tmp_path / "work")
    return paid


def home(paid: Paid) -> Paid:
    assert paid.collect()
    return paid


def test_a_result_is_collected_into_the_bucket(kept: Paid, clip: bytes) -> None:
    (file,) = home(kept).film.files.all()
    assert default_storage.size(file.key) == len(clip)
    assert b"".join(files.read(file, 0, file.size_bytes)) == clip
    assert list(files.work_folder().iterdir()) == []
    assert {name["Key"].rpartition("/")[0] for name in objects()} == {f"pod/here/films/{kept.film.public_id}"}


def test_a_copy_to_read_is_there_as_long_as_it_is_needed(kept: Paid, clip: bytes) -> None:
    (file,) = home(kept).film.files.all()
    with files.local(file) as path:
        assert path.read_bytes() == clip
        assert path.is_relative_to(files.work_folder())
    assert list(files.work_folder().iterdir()) == []


def test_copies_of_a_killed_worker_are_cleared_after_a_day(kept: Paid) -> None:
    (file,) = home(kept).film.files.all()
    young, old = (files.workplace(name) for name in ("copy-young", "copy-old"))
    os.utime(old, (0, 0))
    with files.local(file):
        assert (young.exists(), old.exists()) == (True, False)


def test_a_copy_that_is_not_what_was_stored_is_refused(kept: Paid) -> None:
    (file,) = home(kept).film.files.all()
    default_storage.delete(file.key)
    default_storage.save(file.key, ContentFile(b"something else"))
    with pytest.raises(NotKept, match="no longer as it was"), files.local(file):
        raise AssertionError("it was given")


def test_takes_are_cut_into_a_film(kept: Paid) -> None:
    assert home(kept).collect() is False
    home(add(kept.film, 2, kept.shelf))
    cut = cut_of(kept.film)
    assert cuts.assemble(cut)
    cut.refresh_from_db()
    assert cut.file
    with files.local(cut.file) as path:
        assert ffmpeg.probe(path).frames == 96
    assert list(files.work_folder().iterdir()) == []


def test_a_reference_is_uploaded_to_the_provider(kept: Paid, clip: bytes) -> None:
    (file,) = home(kept).film.files.all()
    answer = '{"code": 200, "data": {"downloadUrl": "http://127.0.0.1/there"}}'
    with (
        saying_server(saying(answer)) as provider,
        closing(Client(provider.url, provider.url, "k")) as client,
    ):
        assert contents._address(file, kept.attempt.credential, client) == "http://127.0.0.1/there"
    assert clip in provider.requests[0]


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("", 0, None), ("bytes=100-199", 100, 199), ("bytes=-50", -50, None), ("bytes=7-", 7, None)],
)
def test_a_client_downloads_it_whole_and_in_parts(
    kept: Paid, clip: bytes, asked: str, first: int, last: int | None
) -> None:
    (file,) = home(kept).film.files.all()
    _, key = keys.issue(kept.film.studio, role="producer", actor="test")
    answer = Api(key).get(f"/films/film/files/{file.path}", **({"Range": asked} if asked else {}))
    assert answer.status_code == (206 if asked else 200)
    wanted = clip[first : None if last is None else last + 1]
    assert b"".join(answer.streaming_content) == wanted
    assert answer["Content-Length"] == str(len(wanted))


def test_a_bucket_that_is_away_fails_no_result(kept: Paid, clip: bytes, settings: Any, server: str) -> None:
    there = settings.STORAGES
    away = there["default"] | {
        "OPTIONS": there["default"]["OPTIONS"] | {"endpoint_url": "http://127.0.0.1:9"}
    }
    settings.STORAGES = there | {"default": away}
    assert not kept.collect()
    assert kept.attempt.status == "succeeded"
    settings.STORAGES = there
    assert kept.collect()
    assert len(kept.shelf.asked) == 1  # it was whole: only storing it was tried again


def test_a_bucket_without_room_pauses_collection(kept: Paid, settings: Any) -> None:
    there = settings.STORAGES
    full = "<Error><Code>XMinioStorageFull</Code><Message>no room</Message></Error>"
    with saying_server(saying(full, status="507 Insufficient Storage")) as server:
        options = there["default"]["OPTIONS"] | {"endpoint_url": server.url}
        settings.STORAGES = there | {"default": there["default"] | {"OPTIONS": options}}
        assert not kept.collect()
    assert kept.attempt.collections == 0
    assert kept.told("storage.full")


def test_a_file_the_bucket_does_not_give_is_refused_in_a_sentence(kept: Paid) -> None:
    (file,) = home(kept).film.files.all()
    default_storage.delete(file.key)
    _, key = keys.issue(kept.film.studio, role="producer", actor="test")
    answer = Api(key).get(f"/films/film/files/{file.path}")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert "Nothing is lost" in answer.json()["detail"]


def objects() -> list[dict[str, Any]]:
    """What lies in the bucket."""
    client = vars(default_storage)["_wrapped"].connection.meta.client
    found: list[dict[str, Any]] = client.list_objects_v2(Bucket=bucket.NAME)["Contents"]
    return found

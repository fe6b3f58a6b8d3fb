"""Checking what came: only whole files of the kind and length that were ordered pass."""

import hashlib
import os
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image

from rendering import media
from rendering.media import BadMedia
from tests.rendering.editing.conftest import Footage


@pytest.fixture
def still(tmp_path: Path) -> Path:
    Image.effect_noise((96, 54), 60).convert("RGB").save(path := tmp_path / "still.png")
    return path


@pytest.mark.parametrize(("suffix", "codec"), [("png", "png"), ("jpg", "jpeg"), ("webp", "webp")])
def test_a_whole_still_passes(tmp_path: Path, still: Path, suffix: str, codec: str) -> None:
    with Image.open(still) as picture:
        picture.save(path := tmp_path / f"other.{suffix}")
    facts = media.check(path, "still")
    assert (facts.kind, facts.width, facts.height, facts.codec) == ("still", 96, 54, codec)
    assert media.extension_of(path) == suffix


@pytest.mark.parametrize(("suffix", "codec"), [("mp4", "h264"), ("webm", "vp9")])
def test_a_whole_clip_passes(footage: Footage, suffix: str, codec: str) -> None:
    facts = media.check(path := footage(suffix=suffix), "clip", seconds=2)
    assert (facts.kind, facts.codec) == ("clip", codec)
    assert media.extension_of(path) == suffix


@pytest.mark.parametrize("seconds", [2, Decimal("1.5"), Decimal("2.5")])
def test_a_clip_may_be_off_by_half_a_second(footage: Footage, seconds: Decimal | int) -> None:
    assert media.check(footage(), "clip", seconds=seconds).frames == 48


@pytest.mark.parametrize("seconds", [1, 5])
def test_a_clip_of_another_length_is_refused(footage: Footage, seconds: int) -> None:
    with pytest.raises(BadMedia, match=rf"lasts 2\.00 seconds: {seconds} were ordered"):
        media.check(footage(), "clip", seconds=seconds)


def test_a_clip_is_no_still_and_a_still_no_clip(footage: Footage, still: Path) -> None:
    with pytest.raises(BadMedia, match="not a still"):
        media.check(footage(), "still")
    with pytest.raises(BadMedia, match="not a clip"):
        media.check(still, "clip")


@pytest.mark.parametrize("page", [b"<html>gone</html>", b'{"code":404}', b"\n <!doctype html>"])
def test_a_web_page_is_refused_as_such(tmp_path: Path, page: bytes) -> None:
    (path := tmp_path / "clip.mp4").write_bytes(page)
    with pytest.raises(BadMedia, match="web page"):
        media.check(path, "clip")


@pytest.mark.parametrize("content", [b"", b"\x89PNG", b"GIF89a", b"#!/bin/sh"])
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    (path := tmp_path / "still.png").write_bytes(content)
    with pytest.raises(BadMedia, match="neither a still nor a clip"):
        media.check(path, "still")


def test_half_a_still_is_refused(still: Path) -> None:
    os.truncate(still, still.stat().st_size // 2)
    with pytest.raises(BadMedia, match="damaged"):
        media.check(still, "still")


def test_a_still_with_a_changed_byte_is_refused(still: Path) -> None:
    content = bytearray(still.read_bytes())
    content[len(content) // 2] ^= 0xFF
    still.write_bytes(content)
    with pytest.raises(BadMedia, match="damaged"):
        media.check(still, "still")


def test_half_a_clip_is_refused(tmp_path: Path, footage: Footage) -> None:
    whole = footage().read_bytes()
    (path := tmp_path / "half.mp4").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadMedia, match="can not be read"):
        media.check(path, "clip")


def test_a_clip_with_changed_bytes_is_refused(tmp_path: Path, footage: Footage) -> None:
    whole = footage(silent=True).read_bytes()
    at = whole.index(b"mdat") + 2000
    (path := tmp_path / "hurt.mp4").write_bytes(whole[:at] + b"\xff" * 800 + whole[at + 800 :])
    with pytest.raises(BadMedia, match="damaged"):
        media.check(path, "clip")


@pytest.mark.parametrize("size", [(9000, 8000), (15000, 13000)])
def test_a_small_file_with_a_huge_picture_is_refused(tmp_path: Path, size: tuple[int, int]) -> None:
    Image.new("1", size).save(path := tmp_path / "bomb.png")
    with pytest.raises(BadMedia, match="more pixels"):
        media.check(path, "still")


def test_a_huge_file_is_refused_unread(still: Path) -> None:
    os.truncate(still, media.MAX_BYTES["still"] + 1)
    with pytest.raises(BadMedia, match="64 are allowed"):
        media.check(still, "still")


def test_the_digest_is_of_the_whole_file(still: Path) -> None:
    assert media.sha256_of(still) == hashlib.sha256(still.read_bytes()).hexdigest()

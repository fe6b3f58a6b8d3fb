"""What ffmpeg says of a file, and film sizes."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from PIL import Image

from rendering.editing import ffmpeg
from rendering.editing.ffmpeg import FfmpegFailed
from tests.rendering.editing.conftest import Footage


def test_it_tells_what_a_clip_holds(footage: Footage) -> None:
    facts = ffmpeg.probe(footage())
    assert (facts.kind, facts.width, facts.height, facts.codec) == ("clip", 160, 90, "h264")
    assert (facts.frames, facts.fps, facts.has_audio) == (48, Fraction(24), True)
    assert facts.duration_seconds == Decimal("2.00")


@pytest.mark.parametrize(
    ("rate", "fps", "frames"),
    [("30", Fraction(30), 60), ("30000/1001", Fraction(30000, 1001), 60), ("12", Fraction(12), 24)],
)
def test_it_counts_frames_at_the_clips_own_rate_and_at_the_films(
    footage: Footage, rate: str, fps: Fraction, frames: int
) -> None:
    facts = ffmpeg.probe(footage(rate=rate))
    assert (facts.fps, facts.frames) == (fps, frames)


def test_it_hears_when_there_is_no_sound(footage: Footage) -> None:
    assert not ffmpeg.probe(footage(silent=True)).has_audio


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp"])
def test_it_tells_a_still_from_a_clip(tmp_path: Path, suffix: str) -> None:
    Image.new("RGB", (64, 32), "navy").save(path := tmp_path / f"still.{suffix}")
    facts = ffmpeg.probe(path)
    assert (facts.kind, facts.width, facts.height, facts.frames) == ("still", 64, 32, 1)
    assert (facts.fps, facts.duration_seconds) == (None, Decimal(0))


@pytest.mark.parametrize("content", [b"", b"no film at all", b"\x00" * 4096])
def test_it_refuses_what_is_no_media(tmp_path: Path, content: bytes) -> None:
    (path := tmp_path / "clip.mp4").write_bytes(content)
    with pytest.raises(FfmpegFailed):
        ffmpeg.probe(path)


def test_it_refuses_sound_without_a_picture(tmp_path: Path, footage: Footage) -> None:
    ffmpeg._run(["-i", str(footage()), "-vn", str(path := tmp_path / "sound.m4a")], 60)
    with pytest.raises(FfmpegFailed):
        ffmpeg.probe(path)


def test_a_playlist_opens_nothing_on_the_network(tmp_path: Path) -> None:
    playlist = "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/secret.ts\n#EXT-X-ENDLIST\n"
    (path := tmp_path / "clip.mp4").write_text(playlist)
    with pytest.raises(FfmpegFailed) as failure:
        ffmpeg.probe(path)
    assert "Connection" not in failure.value.log


def test_a_whole_clip_decodes(footage: Footage) -> None:
    assert ffmpeg.decodes(footage())


def test_a_clip_with_changed_bytes_does_not_decode(tmp_path: Path, footage: Footage) -> None:
    whole = footage(silent=True).read_bytes()
    media = whole.index(b"mdat") + 2000
    (path := tmp_path / "hurt.mp4").write_bytes(whole[:media] + b"\xff" * 800 + whole[media + 800 :])
    assert not ffmpeg.decodes(path)


def test_a_clip_named_like_an_option_is_only_a_file(tmp_path: Path, footage: Footage) -> None:
    (path := tmp_path / "-y http:.mp4").write_bytes(footage().read_bytes())
    assert ffmpeg.probe(path).frames == 48


@pytest.mark.parametrize(
    ("resolution", "aspect", "size"),
    [
        ("480p", "16:9", (854, 480)),
        ("480p", "9:16", (480, 854)),
        ("480p", "1:1", (480, 480)),
        ("720p", "16:9", (1280, 720)),
        ("1080p", "16:9", (1920, 1080)),
        ("1080p", "9:16", (1080, 1920)),
        ("4k", "16:9", (3840, 2160)),
        ("4k", "1:1", (2160, 2160)),
    ],
)
def test_a_film_has_the_size_of_its_resolution_and_aspect(
    resolution: str, aspect: str, size: tuple[int, int]
) -> None:
    assert ffmpeg.frame_size(resolution, aspect) == size

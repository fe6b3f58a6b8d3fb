"""Cutting a film together from real footage."""

import subprocess
from fractions import Fraction
from pathlib import Path

import imageio_ffmpeg
import pytest

from rendering.editing import ffmpeg
from rendering.editing.ffmpeg import ClipFile, FfmpegFailed
from tests.rendering.editing.conftest import Footage


def raw(path: Path, *options: str) -> bytes:
    """What ffmpeg decodes from a film."""
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(),
        "-nostdin",
        "-loglevel",
        "error",
        "-i",
        str(path),
        *options,
        "-",
    ]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout


def pictures(path: Path) -> list[bytes]:
    """Each frame of a film as 80x45 gray pixels."""
    gray = raw(path, "-vf", "scale=80:45", "-pix_fmt", "gray", "-f", "rawvideo")
    return [gray[at : at + 3600] for at in range(0, len(gray), 3600)]


def sound_of(path: Path) -> memoryview:
    """The samples of a film, 48,000 a second."""
    return memoryview(raw(path, "-f", "s16le", "-ac", "1", "-ar", "48000")).cast("h")


def loudness(sound: memoryview, begin: float, end: float) -> int:
    """The loudest 16-bit sample between two moments, in seconds."""
    return max(abs(sample) for sample in sound[int(begin * 48000) : int(end * 48000)])


def difference(one: bytes, other: bytes) -> float:
    """Mean, of 256 shades."""
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / len(one)


def test_clips_of_any_rate_size_and_sound_become_one_exact_film(tmp_path: Path, footage: Footage) -> None:
    clips = [
        ClipFile(footage(rate="30"), 0, 48),
        ClipFile(footage(silent=True, size="90x160"), 7, 31, hold_frames=24),
        ClipFile(footage(rate="30000/1001", size="200x100"), 12, 47),
        ClipFile(footage(suffix="webm", silent=True), 24, 48, hold_frames=12),
    ]
    facts = ffmpeg.assemble(clips, tmp_path / "film.mp4", width=214, height=120)
    assert facts.frames == sum(clip.frames for clip in clips) == 167
    assert (facts.width, facts.height, facts.fps, facts.codec, facts.has_audio) == (
        214,
        120,
        Fraction(24),
        "h264",
        True,
    )
    assert ffmpeg.decodes(tmp_path / "film.mp4")
    assert len(pictures(tmp_path / "film.mp4")) == 167


def test_a_clip_shows_exactly_the_frames_asked_for(tmp_path: Path, footage: Footage) -> None:
    ffmpeg.assemble([ClipFile(footage(), 10, 34)], tmp_path / "film.mp4", width=160, height=90)
    source, film = pictures(footage()), pictures(tmp_path / "film.mp4")
    assert [min(range(48), key=lambda at: difference(source[at], frame)) for frame in film] == list(
        range(10, 34)
    )


def test_a_hold_repeats_the_last_frame_in_silence(tmp_path: Path, footage: Footage) -> None:
    ffmpeg.assemble([ClipFile(footage(), 0, 24, hold_frames=24)], tmp_path / "film.mp4", width=160, height=90)
    film = pictures(tmp_path / "film.mp4")
    assert all(difference(frame, film[23]) < 1 for frame in film[24:])
    sound = sound_of(tmp_path / "film.mp4")
    assert loudness(sound, 0.2, 0.8) > 1000
    assert loudness(sound, 1.2, 1.8) < 20


def test_the_sound_stays_with_its_picture_over_many_joins(tmp_path: Path, footage: Footage) -> None:
    loud, silent = ClipFile(footage(), 0, 13), ClipFile(footage(silent=True), 0, 13)
    ffmpeg.assemble([loud, silent] * 8, tmp_path / "film.mp4", width=32, height=18)
    clip, sound = 13 / 24, sound_of(tmp_path / "film.mp4")
    for number in range(16):
        heard = loudness(sound, number * clip + 0.1, (number + 1) * clip - 0.1)
        assert heard > 1000 if number % 2 == 0 else heard < 50


def test_a_take_short_of_a_frame_is_held_for_it(tmp_path: Path, footage: Footage) -> None:
    facts = ffmpeg.assemble([ClipFile(footage(), 24, 50)], tmp_path / "film.mp4", width=160, height=90)
    assert facts.frames == 26


def test_the_film_can_play_before_it_is_all_there(tmp_path: Path, footage: Footage) -> None:
    ffmpeg.assemble([ClipFile(footage(), 0, 24)], tmp_path / "film.mp4", width=160, height=90)
    film = (tmp_path / "film.mp4").read_bytes()
    assert film.index(b"moov") < film.index(b"mdat")


def test_a_clip_from_behind_the_end_of_its_take_makes_no_film(tmp_path: Path, footage: Footage) -> None:
    with pytest.raises(FfmpegFailed):
        ffmpeg.assemble([ClipFile(footage(), 60, 90)], tmp_path / "film.mp4", width=160, height=90)
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_the_older_film_alone(tmp_path: Path, footage: Footage) -> None:
    (older := tmp_path / "film.mp4").write_bytes(b"older")
    (damaged := tmp_path / "damaged.mp4").write_bytes(b"nothing")
    with pytest.raises(FfmpegFailed):
        ffmpeg.assemble([ClipFile(footage(), 0, 24), ClipFile(damaged, 0, 24)], older, width=160, height=90)
    assert older.read_bytes() == b"older"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["damaged.mp4", "film.mp4"]

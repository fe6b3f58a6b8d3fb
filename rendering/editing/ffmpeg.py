"""ffmpeg, the one outside thing that knows what is in a media file and can cut and join it."""

import errno
import re
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Literal

import imageio_ffmpeg

from rendering.editing.timecode import FPS

PROBE_SECONDS = 60
CLIP_SECONDS = 900
JOIN_SECONDS = 3600

_SAMPLE_RATE = 48_000
_FADE_SAMPLES = 480
_SHORT_SIDE = {"480p": 480, "720p": 720, "1080p": 1080, "4k": 2160}
_COMMON = ("-nostdin", "-hide_banner", "-y", "-threads", "2", "-filter_threads", "1")
# A file that is really a playlist must not make ffmpeg open what it names.
_INPUT = ("-protocol_whitelist", "file,pipe")

_X264 = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-profile:v", "high", "-threads:v", "2")

# What went wrong is ffmpeg's exit status: the error's number, below zero.
_NO_ROOM = {256 - errno.ENOSPC, 256 - errno.EDQUOT}

_CONTAINER = re.compile(r"^Input #0, (?P<name>.+), from ", re.MULTILINE)
_DURATION = re.compile(r"^\s*Duration: (\d+):(\d\d):(\d\d\.\d+)", re.MULTILINE)
_VIDEO = re.compile(
    r"^\s*Stream #0:\d+.*?: Video: (?P<codec>\w+).*?, (?P<width>\d+)x(?P<height>\d+)", re.MULTILINE
)
_RATE = re.compile(r"([\d.]+)(k?) fps")
_AUDIO = re.compile(r"^\s*Stream #0:\d+.*?: Audio: ", re.MULTILINE)
_COUNTED = re.compile(r"frame=\s*(\d+)")


class FfmpegFailed(Exception):
    """Raised when a file could not be read, cut or joined; the message is a sentence, `log` ffmpeg's own."""

    def __init__(self, sentence: str, log: str = "") -> None:
        super().__init__(sentence)
        self.log = log


class TookTooLong(FfmpegFailed):
    """Raised when ffmpeg was stopped at its time limit."""


class NoRoom(FfmpegFailed):
    """Raised when the disk was full where ffmpeg wrote."""


@dataclass(frozen=True, kw_only=True)
class MediaFacts:
    """What a file holds. A still has one frame, no `fps` and lasts 0 seconds."""

    kind: Literal["still", "clip"]
    width: int
    height: int
    duration_seconds: Decimal
    frames: int
    fps: Fraction | None
    has_audio: bool
    codec: str


@dataclass(frozen=True)
class ClipFile:
    """A part of a media file: frames `source_in` up to `source_out` at 24 a second, the last one held."""

    path: Path
    source_in: int
    source_out: int
    hold_frames: int = 0

    @property
    def frames(self) -> int:
        return self.source_out - self.source_in + self.hold_frames


def frame_size(resolution: str, aspect: str) -> tuple[int, int]:
    """Width and height in even pixels: 480p is 480 on the short side, 854x480 at 16:9."""
    across, down = map(int, aspect.split(":"))
    short = _SHORT_SIDE[resolution]
    long = -(-short * max(across, down) // min(across, down))
    long += long % 2
    return (long, short) if across >= down else (short, long)


def probe(path: Path) -> MediaFacts:
    """What the file holds, its frames counted and not estimated; `FfmpegFailed` when it holds no picture."""
    log = _run(
        [*_INPUT, "-i", _file(path), "-map", "0:v:0", "-c", "copy", "-f", "null", "-"],
        PROBE_SECONDS,
        info=True,
    )
    container, video, counted = _CONTAINER.search(log), _VIDEO.search(log), _COUNTED.findall(log)
    if container is None or video is None or not counted:
        raise FfmpegFailed("The file holds no picture.", log)
    rate = _RATE.search(log[video.start() :].partition("\n")[0])
    is_still = container["name"].endswith("_pipe") or container["name"] == "image2" or rate is None
    length = _DURATION.search(log)
    return MediaFacts(
        kind="still" if is_still else "clip",
        width=int(video["width"]),
        height=int(video["height"]),
        duration_seconds=Decimal(0) if is_still or length is None else _seconds(*length.groups()),
        frames=1 if is_still else int(counted[-1]),
        fps=None if is_still or rate is None else _exact_rate(rate[1], rate[2]),
        has_audio=_AUDIO.search(log) is not None,
        codec=video["codec"],
    )


def decodes(path: Path) -> bool:
    """Whether every frame and sample of the file can be decoded without an error."""
    try:
        _run(
            ["-xerror", "-err_detect", "explode", *_INPUT, "-i", _file(path), "-f", "null", "-"], CLIP_SECONDS
        )
    except TookTooLong:
        raise
    except FfmpegFailed:
        return False
    return True


def assemble(clips: Sequence[ClipFile], out: Path, *, width: int, height: int) -> MediaFacts:
    """Cut the clips, join them with their sound and put the film at `out`, exactly as long as they are.

    1. Each clip becomes a file of the film's size and rate, its sound uncompressed so that joins stay exact.
    2. The pictures are joined as they are, the sound is compressed once, and a whole film is moved to `out`.

    Memory does not grow with the number of clips; the folder of `out` holds the cut clips meanwhile.
    """
    with tempfile.TemporaryDirectory(prefix=".cutting-", dir=out.parent) as room:
        names = [f"{number:04}.mov" for number in range(len(clips))]
        for clip, name in zip(clips, names, strict=True):
            _cut(clip, Path(room, name), width, height)
        film, reel = Path(room, "film.mp4"), Path(room, "reel.txt")
        reel.write_text("".join(f"file {name}\n" for name in names))
        _run(
            [
                *("-f", "concat", "-i", _file(reel), "-map", "0:v:0", "-map", "0:a:0"),
                *("-c:v", "copy", "-c:a", "aac", "-b:a", "160k", "-movflags", "+faststart", _file(film)),
            ],
            JOIN_SECONDS,
        )
        facts = probe(film)
        if facts.frames != (wanted := sum(clip.frames for clip in clips)):
            raise FfmpegFailed(f"The film came out {facts.frames} frames long instead of {wanted}.")
        film.replace(out)
    return facts


def _cut(clip: ClipFile, to: Path, width: int, height: int) -> None:
    has_audio = probe(clip.path).has_audio
    silence = f"anullsrc=r={_SAMPLE_RATE}:cl=stereo[sound]"
    sound = f"[0:a:0]{_sound_filter(clip)}" if has_audio else f"{silence};[sound]{_length_filter(clip)}"
    _run(
        [
            *(*_INPUT, "-i", _file(clip.path)),
            *("-filter_complex", f"[0:v:0]{_picture_filter(clip, width, height)}[v];{sound}[a]"),
            *("-map", "[v]", "-map", "[a]", "-map_metadata", "-1", "-frames:v", str(clip.frames)),
            *_X264,
            *("-video_track_timescale", str(FPS * 512), "-c:a", "pcm_s16le", _file(to)),
        ],
        CLIP_SECONDS,
    )
    if probe(to).frames != clip.frames:
        raise FfmpegFailed(f"There is no footage at the place of {clip.path.name} that the cut asks for.")


def _picture_filter(clip: ClipFile, width: int, height: int) -> str:
    # The last frame is held without end; -frames:v stops it. So a take that came out some frames short of
    # what was ordered moves none of the clips after it. The same colors are signalled for every clip: joined
    # without encoding, they share one header.
    return (
        f"fps={FPS}:start_time=0,trim=start_frame={clip.source_in}:end_frame={clip.source_out},"
        "setpts=PTS-STARTPTS,tpad=stop_mode=clone:stop=-1,"
        f"scale={width}:{height}:force_original_aspect_ratio=decrease:force_divisible_by=2"
        ":out_color_matrix=bt709:out_range=tv,"
        f"pad={width}:{height}:(ow-iw)/2:(oh-ih)/2,setsar=1,format=yuv420p,"
        "setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709:field_mode=prog"
    )


def _sound_filter(clip: ClipFile) -> str:
    """The clip's own sound, faded over 10 ms at its ends so that joins do not click; silence under a hold."""
    begin, end = (frame * _SAMPLE_RATE // FPS for frame in (clip.source_in, clip.source_out))
    return (
        f"aresample={_SAMPLE_RATE}:async=1:first_pts=0,aformat=sample_fmts=fltp:channel_layouts=stereo,"
        f"apad=whole_len={end},atrim=start_sample={begin}:end_sample={end},asetpts=PTS-STARTPTS,"
        f"afade=t=in:ns={_FADE_SAMPLES},afade=t=out:ss={end - begin - _FADE_SAMPLES}:ns={_FADE_SAMPLES},"
        f"apad,{_length_filter(clip)}"
    )


def _length_filter(clip: ClipFile) -> str:
    return f"atrim=end_sample={clip.frames * _SAMPLE_RATE // FPS}"


def _run(arguments: Sequence[str], seconds: int, *, info: bool = False) -> str:
    """Run ffmpeg without a shell and return the two ends of its log, however long that grows."""
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(),
        *_COMMON,
        "-loglevel",
        "info" if info else "error",
        *arguments,
    ]
    with tempfile.TemporaryFile() as log:
        try:
            ended = subprocess.run(command, stdout=log, stderr=log, timeout=seconds, check=False)
        except subprocess.TimeoutExpired:
            raise TookTooLong(f"ffmpeg was stopped after {seconds} seconds.") from None
        size = log.seek(0, 2)
        log.seek(0)
        text = log.read(60_000).decode(errors="replace")
        log.seek(max(size - 4_000, log.tell()))
        text += log.read().decode(errors="replace")
    if ended.returncode in _NO_ROOM:
        raise NoRoom("The disk is full.", text[-4_000:])
    if ended.returncode:
        raise FfmpegFailed("ffmpeg could not read or write the file.", text[-4_000:])
    return text


def _file(path: Path) -> str:
    return f"file:{path.absolute()}"


def _seconds(hours: str, minutes: str, seconds: str) -> Decimal:
    return Decimal(hours) * 3600 + Decimal(minutes) * 60 + Decimal(seconds)


def _exact_rate(figure: str, thousands: str) -> Fraction:
    """ffmpeg prints 29.97 where it means 30000/1001."""
    rate = Fraction(figure) * (1000 if thousands else 1)
    film_like = Fraction(-(-rate // 1) * 1000, 1001)
    return film_like if rate.denominator > 1 and abs(rate - film_like) < Fraction(1, 100) else rate

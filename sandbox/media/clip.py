"""Film planes: frames from a moving lens, piped into ffmpeg with a bed of sound."""

import os
import subprocess
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import imageio_ffmpeg

from . import camera, mark
from .lens import Lens
from .life import Air
from .planes import Plane
from .yuv import Frame, cut_out

FRAME_RATE = 24
_WHITE = 235
_AT_ONCE = 2


class FilmingFailed(Exception):
    """ffmpeg ended with an error; its last words are the message."""


def film(
    planes: list[Plane],
    out: Path,
    *,
    seconds: float,
    path: camera.Path,
    air: Air,
    source: str,
) -> None:
    """Write an MP4 (h264, yuv420p, aac) of the planes' size, `seconds` long to within a frame.

    `path` moves the camera, `air` draws what drifts before it, `source` is an ffmpeg audio source.

    Raises:
        FilmingFailed: ffmpeg could not make the file.
    """
    draft = out.with_name(f"part-{os.getpid()}-{out.name}")
    size = planes[0].image.size
    with subprocess.Popen(
        _command(draft, size, source), stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as recorder:
        assert recorder.stdin is not None
        try:
            for frame in _frames(Lens(planes), round(seconds * FRAME_RATE), path, air):
                recorder.stdin.write(frame.tobytes())
        except BrokenPipeError:
            pass  # ffmpeg has given up; what it said is below
        _, words = recorder.communicate()
    if recorder.returncode != 0:
        raise FilmingFailed(words.decode(errors="replace")[-400:])
    draft.replace(out)


def _frames(lens: Lens, count: int, path: camera.Path, air: Air) -> Iterator[Frame]:
    """Yield the frames in order; two are worked on at once, as Pillow lets threads run side by side."""
    badge, corner = mark.badge(lens.size)
    stamp, cover = cut_out(badge)

    def frame(number: int) -> Frame:
        moment = number / FRAME_RATE
        seen = lens.frame(path(number / max(1, count - 1), moment), moment)
        seen.y.paste(_WHITE, (0, 0), air(lens.size, moment))
        seen.lay(stamp, cover, corner)
        return seen

    with ThreadPoolExecutor(_AT_ONCE) as workers:
        ahead: deque[Future[Frame]] = deque()
        for number in range(count):
            ahead.append(workers.submit(frame, number))
            if len(ahead) > _AT_ONCE:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def _command(out: Path, size: tuple[int, int], source: str) -> list[str]:
    return [
        imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-loglevel", "error", "-y",
        "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{size[0]}x{size[1]}", "-r", str(FRAME_RATE), "-i", "-",
        "-f", "lavfi", "-i", source,
        "-vf", "noise=c0s=4:c0f=t+u", "-colorspace", "smpte170m", "-color_range", "tv",
        "-c:v", "libx264", "-preset", "ultrafast", "-crf", "22", "-g", str(FRAME_RATE),
        "-c:a", "aac", "-b:a", "96k", "-shortest", "-movflags", "+faststart", str(out),
    ]  # fmt: skip

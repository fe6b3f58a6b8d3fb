"""Files that cost next to nothing to make: one color, and silence, in the asked size and length."""

import os
import subprocess
from pathlib import Path

import imageio_ffmpeg
from PIL import Image

from .clip import FRAME_RATE, FilmingFailed

_COLOR = (96, 110, 120)


def paint(out: Path, size: tuple[int, int]) -> None:
    """Write a still of one color, in the format its name ends with."""
    draft = out.with_name(f"part-{os.getpid()}-{out.name}")
    Image.new("RGB", size, _COLOR).save(draft)
    draft.replace(out)


def film(out: Path, size: tuple[int, int], *, seconds: float) -> None:
    """Write an MP4 of one color, encoded as `clip.film` does.

    Raises:
        FilmingFailed: ffmpeg could not make the file.
    """
    draft = out.with_name(f"part-{os.getpid()}-{out.name}")
    color = "0x{:02x}{:02x}{:02x}".format(*_COLOR)
    made = subprocess.run(
        [
            imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-loglevel", "error", "-y",
            "-f", "lavfi", "-i", f"color=c={color}:s={size[0]}x{size[1]}:r={FRAME_RATE}:d={seconds}",
            "-f", "lavfi", "-i", "anullsrc=r=44100:cl=stereo", "-t", str(seconds),
            "-c:v", "libx264", "-preset", "ultrafast", "-crf", "22", "-pix_fmt", "yuv420p", "-g", str(FRAME_RATE),
            "-c:a", "aac", "-b:a", "96k", "-shortest", "-movflags", "+faststart", str(draft),
        ],
        capture_output=True, check=False,
    )  # fmt: skip
    if made.returncode != 0:
        raise FilmingFailed(made.stderr.decode(errors="replace")[-400:])
    draft.replace(out)

"""Small real footage, made once for the session."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg
import pytest

Footage = Callable[..., Path]


@pytest.fixture(scope="session")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Footage:
    """Makes a clip of a test card, with a tone unless `silent`; the same one only once."""
    folder = tmp_path_factory.mktemp("footage")

    def make(
        *, seconds: int = 2, rate: str = "24", size: str = "160x90", silent: bool = False, suffix: str = "mp4"
    ) -> Path:
        name = f"{seconds}-{rate.replace('/', '_')}-{size}-{silent}.{suffix}"
        if (path := folder / name).exists():
            return path
        card = ["-f", "lavfi", "-i", f"testsrc=size={size}:rate={rate}:duration={seconds}"]
        tone = (
            []
            if silent
            else ["-f", "lavfi", "-i", f"sine=frequency=440:sample_rate=44100:duration={seconds}"]
        )
        codec = [] if suffix == "webm" else ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]
        ffmpeg = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-y", "-loglevel", "error"]
        subprocess.run([*ffmpeg, *card, *tone, *codec, str(path)], check=True, timeout=60)
        return path

    return make

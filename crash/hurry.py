"""Shorter waits than the service has, set from outside: a run waits for what happens, not for the clock."""

import importlib
import shutil
import subprocess
from pathlib import Path
from typing import Any

import imageio_ffmpeg
from PIL import Image

SHORTER: dict[str, dict[str, Any]] = {
    "rendering.services.ordering.sending": {"SENDING_PATIENCE_SECONDS": 8},
    "rendering.services.sweeping": {"RUNG_BEFORE_SECONDS": 2},
    "rendering.services.collection": {"_AGAIN": ((1000, 2),)},
    "rendering.services.ordering.pacing": {"FLOOR_SECONDS": 0.7, "CEILING_SECONDS": 1.0},
}
SWEEP_SECONDS = 1.0
SIZE = (64, 36)


def service() -> None:
    """Set the shorter waits. Needs Django to be set up; raises AttributeError for a name that is gone."""
    from django.conf import settings

    for module, values in SHORTER.items():
        for name, value in values.items():
            owner = importlib.import_module(module)
            getattr(owner, name)
            setattr(owner, name, value)
    settings.CELERY_BEAT_SCHEDULE["sweep"]["schedule"] = SWEEP_SECONDS


def sandbox() -> None:
    """Make small gray pictures and clips instead of painted ones: what they show is not looked at here."""
    from sandbox.media import studio

    made = dict[str, Path]()

    async def make(work: Any) -> None:
        out = Path(work.out)
        kind = f"{work.seconds}{out.suffix}"
        if kind in made:
            shutil.copyfile(made[kind], out)
        else:
            _gray(out, work.seconds)
            made[kind] = out

    studio._run = make


def _gray(out: Path, seconds: float) -> None:
    if out.suffix != ".mp4":
        Image.new("RGB", SIZE, "gray").save(out)
        return
    picture = f"color=gray:size={SIZE[0]}x{SIZE[1]}:rate=24:duration={seconds}"
    subprocess.run(
        (
            *(imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-f", "lavfi", "-i", picture),
            *("-f", "lavfi", "-i", "anullsrc", "-shortest", "-pix_fmt", "yuv420p", str(out)),
        ),
        check=True,
        stdin=subprocess.DEVNULL,
    )

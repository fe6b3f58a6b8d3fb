"""`python -m sandbox.media`: read one commission as JSON from standard input and make its file, at low priority."""

import json
import os
import sys
from pathlib import Path

from PIL import Image, ImageOps

from . import camera, clip, life, mark, negative, sizes, sound, still
from .commission import Commission
from .planes import Plane, flattened


def main() -> None:
    os.nice(10)
    work = Commission(**json.load(sys.stdin))
    if work.out.endswith(".mp4"):
        _film(work)
    else:
        _paint(work)


def _paint(work: Commission) -> None:
    size = _size(work, work.references[0] if work.references else None)
    made_from = negative.new(work.prompt, work.references)
    asked = made_from.scene
    picture = flattened(still.planes(asked, made_from.colors, size))
    picture.paste((255, 250, 240), (0, 0), life.drift(asked.weather, asked.turn)(size, 0.0))
    badge, corner = mark.badge(size)
    picture.paste(badge, corner, badge)
    out = Path(work.out)
    part = out.with_name(f"part-{os.getpid()}-{out.name}")
    negative.save(picture, part, made_from)
    part.replace(out)


def _film(work: Commission) -> None:
    size = _size(work, work.frame)
    made_from = negative.new(work.prompt, work.references)
    planes = None
    if work.frame:
        with Image.open(work.frame) as frame:
            found = negative.found_in(frame)
            made_from = found or made_from
            planes = (
                None if found else [Plane(ImageOps.fit(frame.convert("RGB"), size, Image.Resampling.LANCZOS))]
            )
    asked = made_from.scene
    planes = planes or still.planes(asked, made_from.colors, size)
    clip.film(
        planes,
        Path(work.out),
        seconds=work.seconds,
        path=camera.path(work.prompt),
        air=life.drift(asked.weather, asked.turn),
        source=(sound.bed if work.has_sound else sound.silence)(work.prompt, seconds=work.seconds),
    )


def _size(work: Commission, like: str | None) -> tuple[int, int]:
    return sizes.of(
        work.given, tier=work.tier, is_clip=work.out.endswith(".mp4"), like=Path(like) if like else None
    )


if __name__ == "__main__":
    main()

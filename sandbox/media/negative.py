"""What a picture of ours remembers of its scene, so that a clip made from it can move within it."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from PIL import Image, PngImagePlugin

from . import palette, scene
from .palette import Palette
from .scene import Scene

_NAME = "sandbox"


@dataclass(frozen=True, slots=True)
class Negative:
    """The prompt a picture was made from, and its colors."""

    prompt: str
    colors: Palette

    @property
    def scene(self) -> Scene:
        return scene.read(self.prompt)


def new(prompt: str, references: list[str]) -> Negative:
    """Return the negative of a picture that is still to be made."""
    asked = scene.read(prompt)
    return Negative(prompt, palette.palette(asked.hour, film=asked.film, references=references))


def save(picture: Image.Image, path: Path, negative: Negative) -> None:
    """Write the picture as PNG or JPEG with its negative inside."""
    told = json.dumps({_NAME: asdict(negative)})
    if path.suffix == ".png":
        notes = PngImagePlugin.PngInfo()
        notes.add_text(_NAME, told)
        picture.save(path, compress_level=3, pnginfo=notes)
    else:
        picture.save(path, quality=92, comment=told)


def found_in(picture: Image.Image) -> Negative | None:
    """Return the negative of a picture of ours, None for any other."""
    note: Any = picture.info.get(_NAME) or picture.info.get("comment") or ""
    try:
        told = json.loads(note)[_NAME]
    except (ValueError, TypeError, KeyError):
        return None
    return Negative(told["prompt"], palette.restored(told["colors"]))

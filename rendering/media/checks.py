"""What a file holds, once it is surely a whole picture or clip."""

import hashlib
import re
import struct
from decimal import Decimal
from pathlib import Path
from typing import Literal

from PIL import Image

from rendering.editing import ffmpeg
from rendering.editing.ffmpeg import MediaFacts
from rendering.media.faults import BadMedia

MIB = 1024 * 1024
MAX_BYTES = {"still": 64 * MIB, "clip": 1024 * MIB}
MAX_PIXELS = 64_000_000

_OPENINGS = (
    ("still", "png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("still", "jpg", re.compile(rb"\xff\xd8\xff")),
    ("still", "webp", re.compile(rb"RIFF.{4}WEBP", re.DOTALL)),
    ("clip", "mp4", re.compile(rb".{4}ftyp", re.DOTALL)),
    ("clip", "webm", re.compile(rb"\x1a\x45\xdf\xa3")),
)


def check(
    path: Path, expected: Literal["still", "clip"], *, seconds: Decimal | int | None = None
) -> MediaFacts:
    """What the file holds, once it is surely a whole picture or clip, lasting about the `seconds` ordered.

    Lengths may be off by half a second or a tenth. Errors: `BadMedia`.
    """
    size = path.stat().st_size
    if size > MAX_BYTES[expected]:
        raise BadMedia(f"The {expected} has {size // MIB} MiB: {MAX_BYTES[expected] // MIB} are allowed.")
    if _type_of(path)[0] != expected:
        raise BadMedia(f"The file is not a {expected}.")
    if expected == "still":
        return _checked_still(path)
    facts = _checked_clip(path)
    if seconds is None:
        return facts
    if abs(facts.duration_seconds - seconds) > max(Decimal("0.5"), Decimal(seconds) / 10):
        raise BadMedia(f"The clip lasts {facts.duration_seconds} seconds: {seconds} were ordered.")
    return facts


def extension_of(path: Path) -> str:
    """The ending its name should have by what is in it: png, jpg, webp, mp4 or webm. Errors: `BadMedia`."""
    return _type_of(path)[1]


def sha256_of(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _type_of(path: Path) -> tuple[str, str]:
    with path.open("rb") as file:
        opening = file.read(64)
    for kind, extension, pattern in _OPENINGS:
        if pattern.match(opening):
            return kind, extension
    is_page = opening.lstrip()[:1] in (b"<", b"{")
    raise BadMedia("The file is a web page." if is_page else "The file is neither a still nor a clip.")


def _checked_still(path: Path) -> MediaFacts:
    formats = ("PNG", "JPEG", "WEBP")
    try:
        with Image.open(path, formats=formats) as still:
            if still.width * still.height > MAX_PIXELS:
                raise BadMedia("The still has more pixels than pod opens.")
            still.verify()
        with Image.open(path, formats=formats) as still:
            still.load()
            width, height, codec = still.width, still.height, (still.format or "").lower()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadMedia("The still has more pixels than pod opens.") from None
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, struct.error) as error:
        raise BadMedia("The still is damaged.") from error
    return MediaFacts(
        kind="still", width=width, height=height, duration_seconds=Decimal(0), frames=1, fps=None,
        has_audio=False, codec=codec,
    )  # fmt: skip


def _checked_clip(path: Path) -> MediaFacts:
    try:
        facts = ffmpeg.probe(path)
        if facts.width * facts.height > MAX_PIXELS:
            raise BadMedia("The clip has more pixels than pod opens.")
        is_whole = facts.kind == "clip" and ffmpeg.decodes(path)
    except ffmpeg.FfmpegFailed as error:
        raise BadMedia("The clip can not be read.") from error
    if not is_whole:
        raise BadMedia("The clip is damaged.")
    return facts

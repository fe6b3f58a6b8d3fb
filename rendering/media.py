"""Files that come from elsewhere: brought here safely, and trusted only after they were looked at."""

import errno
import hashlib
import ipaddress
import os
import re
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

import httpx
from PIL import Image

from rendering.editing import ffmpeg
from rendering.editing.ffmpeg import MediaFacts

MIB = 1024 * 1024
MAX_BYTES = {"still": 64 * MIB, "clip": 1024 * MIB}
MAX_PIXELS = 64_000_000

_HOPS = 5
_OPENINGS = (
    ("still", "png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("still", "jpg", re.compile(rb"\xff\xd8\xff")),
    ("still", "webp", re.compile(rb"RIFF.{4}WEBP", re.DOTALL)),
    ("clip", "mp4", re.compile(rb".{4}ftyp", re.DOTALL)),
    ("clip", "webm", re.compile(rb"\x1a\x45\xdf\xa3")),
)
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")
# An unusual user agent is answered with a bare 403 (kie/api.md 1.1).
_HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; pod)", "Accept": "*/*", "Accept-Encoding": "identity"}


class MediaFault(Exception):
    """Base of what can be wrong with a file from elsewhere; the message is a sentence."""


class BadMedia(MediaFault):
    """Raised for a file that is not what was ordered."""


class Gone(MediaFault):
    """Raised when the address no longer gives the file (403, 404, 410): a new address is needed."""


class TooLarge(MediaFault):
    """Raised when the file is larger than allowed."""


class Truncated(MediaFault):
    """Raised when the file broke off; what came is kept, and the next download goes on from there."""


class DiskFull(MediaFault):
    """Raised when there is no room to write."""


class Unreachable(MediaFault):
    """Raised when the address can not be reached now."""


class PrivateAddress(MediaFault):
    """Raised when an address leads into a private network; trying again will not help."""


@dataclass(frozen=True)
class Downloaded:
    """What was brought: size, and type as the sender called it."""

    bytes: int
    content_type: str


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


def download(url: str, to: Path, *, allow_private: bool, max_bytes: int, timeout: float = 900) -> Downloaded:
    """Bring a file to `to`, going on from what an earlier try left in `<to>.part`; `timeout` seconds for all.

    Each address on the way, redirects included, must be public unless `allow_private`, and is connected to as
    it was checked. `to` must belong to this one file. Errors: the `MediaFault` classes except `BadMedia`.
    """
    part = to.with_name(f"{to.name}.part")
    deadline = time.monotonic() + timeout
    try:
        have = part.stat().st_size if part.exists() else 0
        with _opened(url, have, allow_private=allow_private, timeout=timeout) as answer:
            content_type = answer.headers.get("Content-Type", "")
            size = _write(answer, part, have, max_bytes=max_bytes, deadline=deadline)
        part.replace(to)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull("There is no room left to keep the file.") from error
        raise
    return Downloaded(bytes=size, content_type=content_type)


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


@contextmanager
def _opened(url: str, have: int, *, allow_private: bool, timeout: float) -> Iterator[httpx.Response]:
    """The answer that holds the file, after its redirects."""
    headers = _HEADERS | ({"Range": f"bytes={have}-"} if have else {})
    try:
        # No proxy from the environment: it would connect for us, to addresses nobody checked.
        with httpx.Client(timeout=min(timeout, 30), trust_env=False) as client:
            at = httpx.URL(url)
            for _ in range(_HOPS):
                address = _checked_address(at, allow_private=allow_private)
                with client.stream(
                    "GET",
                    at.copy_with(host=address),
                    headers=headers | {"Host": at.netloc.decode()},
                    extensions={"sni_hostname": at.raw_host.decode()},
                ) as answer:
                    if not answer.has_redirect_location:
                        yield _accepted(answer)
                        return
                    at = at.join(answer.headers["Location"])
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise Unreachable("The address of the file is no web address.") from error
    except httpx.TransportError as error:
        raise Unreachable("The place the file lies at did not answer.") from error
    raise Unreachable("The address of the file leads round in circles.")


def _accepted(answer: httpx.Response) -> httpx.Response:
    codes = httpx.codes
    if answer.status_code in (codes.FORBIDDEN, codes.NOT_FOUND, codes.GONE):
        raise Gone("The file is no longer at its address.")
    if answer.status_code not in (codes.OK, codes.PARTIAL_CONTENT, codes.REQUESTED_RANGE_NOT_SATISFIABLE):
        raise Unreachable(f"The place the file lies at answered {answer.status_code} instead of the file.")
    return answer


def _write(answer: httpx.Response, part: Path, have: int, *, max_bytes: int, deadline: float) -> int:
    """Add what the answer holds to what is there, and return the whole file's size."""
    size, total = _extent(answer, part, have)
    try:
        with part.open("ab" if size else "wb") as file:
            if total is not None and total > max_bytes:
                raise _too_large(part, max_bytes)
            for piece in answer.iter_raw():
                size += len(piece)
                if size > max_bytes:
                    raise _too_large(part, max_bytes)
                file.write(piece)
                if time.monotonic() > deadline:
                    raise Truncated("The file takes too long to come. The next try goes on from here.")
            file.flush()
            os.fsync(file.fileno())
    except httpx.TransportError as error:
        raise Truncated("The file broke off on its way. The next try goes on from here.") from error
    if total is not None and size != total:
        raise Truncated("The file is shorter than announced. The next try goes on from here.")
    return size


def _extent(answer: httpx.Response, part: Path, have: int) -> tuple[int, int | None]:
    """At which byte the answer begins, and how long the whole file is if that is said."""
    if answer.status_code == httpx.codes.OK:
        announced = answer.headers.get("Content-Length", "")
        return 0, int(announced) if announced.isdecimal() else None
    found = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
    if answer.status_code != httpx.codes.PARTIAL_CONTENT or found is None or int(found[1]) != have:
        part.unlink(missing_ok=True)
        raise Truncated("What was kept of the file no longer fits it. The next try starts anew.")
    return have, int(found[2])


def _too_large(part: Path, max_bytes: int) -> TooLarge:
    part.unlink(missing_ok=True)
    return TooLarge(f"The file is larger than {max_bytes // MIB} MiB.")


def _checked_address(url: httpx.URL, *, allow_private: bool) -> str:
    """The address to connect to: naming it, and not the host, leaves no second look-up to lead elsewhere."""
    host, port = url.raw_host.decode(), url.port or {"http": 80, "https": 443}.get(url.scheme)
    if port is None or not host:
        raise Unreachable("The address of the file is no web address.")
    try:
        entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"{host} can not be found.") from error
    found = {ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in entries}
    if not allow_private and not all(map(_is_public, found)):
        raise PrivateAddress(f"{host} leads into a private network. Nothing was asked of it.")
    return str(min(found, key=lambda address: (address.version, int(address))))


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Reachable by everybody, and no other address in disguise (mapped, 6to4, Teredo, NAT64)."""
    if isinstance(address, ipaddress.IPv6Address):
        disguised = address.ipv4_mapped or address.sixtofour or address.teredo
        return address.is_global and not disguised and address in ipaddress.IPv6Network("2000::/3")
    return address.is_global and not address.is_multicast

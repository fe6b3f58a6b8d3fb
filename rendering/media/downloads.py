"""Bring a file from another server: whole, resumed, bounded, and never from inside our own network."""

import fcntl
import os
import re
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import BinaryIO

import httpx

from rendering.media.addresses import checked_address
from rendering.media.checks import MIB
from rendering.media.faults import DiskFull, Gone, TooLarge, Truncated, Unreachable, says_when_full

_HOPS = 5
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")
# An unusual user agent is answered with a bare 403 (kie/api.md 1.1).
_HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; pod)", "Accept": "*/*", "Accept-Encoding": "identity"}


@dataclass(frozen=True)
class Downloaded:
    """What was brought: size, and type as the sender called it."""

    bytes: int
    content_type: str


def download(url: str, to: Path, *, allow_private: bool, max_bytes: int, timeout: float = 900) -> Downloaded:
    """Bring a file to `to`, going on from what an earlier try left in `<to>.part`; `timeout` seconds for all.

    Each address on the way, redirects included, must be public unless `allow_private`, and is connected to as
    it was checked. `to` must belong to this one file. Errors: the `MediaFault` classes except `BadMedia`.
    """
    part = to.with_name(f"{to.name}.part")
    deadline = time.monotonic() + timeout
    try:
        with says_when_full(), _mine(part) as file:
            have = file.seek(0, os.SEEK_END)
            with _opened(url, have, allow_private=allow_private, timeout=timeout) as answer:
                content_type = answer.headers.get("Content-Type", "")
                size = _write(answer, file, have, max_bytes=max_bytes, deadline=deadline)
            part.replace(to)
    except DiskFull:
        part.unlink(missing_ok=True)  # what is half here would only keep the others from being finished
        raise
    return Downloaded(bytes=size, content_type=content_type)


@contextmanager
def _mine(part: Path) -> Iterator[BinaryIO]:
    """What an earlier try left, opened for this process alone: two at once would write a mixture."""
    with part.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_there = os.path.samestat(part.stat(), os.fstat(file.fileno()))
        except (BlockingIOError, FileNotFoundError):
            is_there = False  # another has it in hand, or has just moved it to its place
        if not is_there:
            raise Truncated("Another worker is bringing this file. The next try goes on from there.")
        try:
            yield file
        finally:
            if not os.fstat(file.fileno()).st_size:
                part.unlink(missing_ok=True)


@cache
def _trusted() -> ssl.SSLContext:
    """Loaded once: it takes longer than the rest of a small download."""
    return httpx.create_ssl_context(trust_env=False)


@contextmanager
def _opened(url: str, have: int, *, allow_private: bool, timeout: float) -> Iterator[httpx.Response]:
    """The answer that holds the file, after its redirects."""
    headers = _HEADERS | ({"Range": f"bytes={have}-"} if have else {})
    try:
        # No proxy from the environment: it would connect for us, to addresses nobody checked.
        with httpx.Client(timeout=min(timeout, 30), trust_env=False, verify=_trusted()) as client:
            at = httpx.URL(url)
            for _ in range(_HOPS):
                address = checked_address(at, allow_private=allow_private)
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


def _write(answer: httpx.Response, file: BinaryIO, have: int, *, max_bytes: int, deadline: float) -> int:
    """Add what the answer holds to what is there, and return the whole file's size."""
    size, total = _extent(answer, file, have)
    if size < have:
        file.truncate(size)
    try:
        if total is not None and total > max_bytes:
            raise _too_large(file, max_bytes)
        for piece in answer.iter_raw():
            size += len(piece)
            if size > max_bytes:
                raise _too_large(file, max_bytes)
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


def _extent(answer: httpx.Response, file: BinaryIO, have: int) -> tuple[int, int | None]:
    """At which byte the answer begins, and how long the whole file is if that is said."""
    if answer.status_code == httpx.codes.OK:
        announced = answer.headers.get("Content-Length", "")
        return 0, int(announced) if announced.isdecimal() else None
    found = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
    if answer.status_code != httpx.codes.PARTIAL_CONTENT or found is None or int(found[1]) != have:
        file.truncate(0)
        raise Truncated("What was kept of the file no longer fits it. The next try starts anew.")
    return have, int(found[2])


def _too_large(file: BinaryIO, max_bytes: int) -> TooLarge:
    file.truncate(0)
    return TooLarge(f"The file is larger than {max_bytes // MIB} MiB.")

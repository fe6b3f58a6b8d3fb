"""Bringing a file from another server: whole, resumed, bounded, and never from inside our own network."""

import fcntl
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from rendering import media
from rendering.media import DiskFull, Gone, MediaFault, PrivateAddress, TooLarge, Truncated, Unreachable
from tests.rendering.editing import own_network

CONTENT = bytes(range(256)) * 1200
HALF = len(CONTENT) // 2


class Shelf(BaseHTTPRequestHandler):
    """Serves CONTENT under paths that say how the server behaves; keeps what it was asked."""

    asked: list[tuple[str, str]]

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers.get("Range", "")))
        kind, _, rest = self.path.strip("/").partition("/")
        if kind == "status":
            self._answer(int(rest), b"no")
        elif kind == "moved":
            self._answer(302, b"", Location=f"/{rest}")
        elif kind == "elsewhere":
            self._answer(302, b"", Location=rest)
        elif kind == "broken":
            self._answer(200, CONTENT[:HALF], Content_Length=str(len(CONTENT)))
        elif kind == "endless":
            self._answer(200, CONTENT, Content_Length="")
        elif kind == "stubborn":
            self._answer(200, CONTENT)
        elif kind == "strange":
            self._answer(206, CONTENT[5:], Content_Range=f"bytes 5-{len(CONTENT) - 1}/{len(CONTENT)}")
        else:
            self._ranged()

    def _ranged(self) -> None:
        first = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").removesuffix("-"))
        if not first:
            self._answer(200, CONTENT)
        elif first >= len(CONTENT):
            self._answer(416, b"", Content_Range=f"bytes */{len(CONTENT)}")
        else:
            extent = f"bytes {first}-{len(CONTENT) - 1}/{len(CONTENT)}"
            self._answer(206, CONTENT[first:], Content_Range=extent)

    def _answer(self, status: int, content: bytes, **headers: str) -> None:
        """Headers are written with underscores; an empty one is left out."""
        self.send_response(status)
        headers = {"Content_Type": "video/mp4", "Content_Length": str(len(content))} | headers
        for name, value in headers.items():
            if value:
                self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Tests print nothing."""


@pytest.fixture
def shelf() -> Iterator[str]:
    Shelf.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shelf)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def fetch(url: str, to: Path, max_bytes: int = 10_000_000) -> media.Downloaded:
    return media.download(url, to, allow_private=True, max_bytes=max_bytes, timeout=10)


def part_of(to: Path, content: bytes) -> Path:
    (part := to.with_name(f"{to.name}.part")).write_bytes(content)
    return part


@pytest.mark.parametrize("path", ["/file", "/moved/file", "/moved/moved/file", "/endless"])
def test_it_brings_the_whole_file(shelf: str, tmp_path: Path, path: str) -> None:
    brought = fetch(shelf + path, tmp_path / "clip")
    assert (tmp_path / "clip").read_bytes() == CONTENT
    assert (brought.bytes, brought.content_type) == (len(CONTENT), "video/mp4")
    assert [file.name for file in tmp_path.iterdir()] == ["clip"]


def test_a_file_that_breaks_off_is_kept_and_gone_on_with(shelf: str, tmp_path: Path) -> None:
    with pytest.raises(Truncated):
        fetch(f"{shelf}/broken", tmp_path / "clip")
    assert not (tmp_path / "clip").exists()
    assert fetch(f"{shelf}/file", tmp_path / "clip").bytes == len(CONTENT)
    assert (tmp_path / "clip").read_bytes() == CONTENT
    assert Shelf.asked == [("/broken", ""), ("/file", f"bytes={HALF}-")]


def test_a_server_that_does_not_resume_sends_it_anew(shelf: str, tmp_path: Path) -> None:
    part_of(tmp_path / "clip", b"something older")
    fetch(f"{shelf}/stubborn", tmp_path / "clip")
    assert (tmp_path / "clip").read_bytes() == CONTENT


@pytest.mark.parametrize("path", ["/strange", "/file"])
def test_a_rest_that_does_not_fit_is_thrown_away(shelf: str, tmp_path: Path, path: str) -> None:
    part = part_of(tmp_path / "clip", CONTENT + b"more")
    with pytest.raises(Truncated, match="starts anew"):
        fetch(shelf + path, tmp_path / "clip")
    assert not part.exists()


@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_file_that_is_gone_is_said_to_be_gone(shelf: str, tmp_path: Path, status: int) -> None:
    with pytest.raises(Gone):
        fetch(f"{shelf}/status/{status}", tmp_path / "clip")


@pytest.mark.parametrize("status", [401, 429, 500, 503])
def test_other_answers_are_no_file(shelf: str, tmp_path: Path, status: int) -> None:
    with pytest.raises(Unreachable, match=str(status)):
        fetch(f"{shelf}/status/{status}", tmp_path / "clip")


@pytest.mark.parametrize("path", ["/file", "/endless"])
def test_a_file_larger_than_allowed_is_not_kept(shelf: str, tmp_path: Path, path: str) -> None:
    with pytest.raises(TooLarge):
        fetch(shelf + path, tmp_path / "clip", max_bytes=HALF)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_said_to_be_full(shelf: str, tmp_path: Path) -> None:
    (tmp_path / "clip.part").symlink_to("/dev/full")
    with pytest.raises(DiskFull):
        fetch(f"{shelf}/file", tmp_path / "clip")
    assert list(tmp_path.iterdir()) == []  # what was half here leaves its room to others


def test_a_closed_port_is_unreachable(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Unreachable):
        fetch(f"http://127.0.0.1:{port}/file", tmp_path / "clip")


@pytest.mark.parametrize(
    "url",
    ["", "clip.mp4", "ftp://127.0.0.1/clip", "file:///etc/passwd", "http://", "http://[", "http://a b/"],
)
def test_what_is_no_web_address_is_unreachable(tmp_path: Path, url: str) -> None:
    with pytest.raises(Unreachable):
        fetch(url, tmp_path / "clip")


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://127.0.0.1/clip", "http://["])
def test_a_redirect_to_no_web_address_is_not_followed(shelf: str, tmp_path: Path, to: str) -> None:
    with pytest.raises(Unreachable):
        fetch(f"{shelf}/elsewhere/{to}", tmp_path / "clip")


def test_redirects_end(shelf: str, tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="circles"):
        fetch(f"{shelf}/{'moved/' * 20}file", tmp_path / "clip")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "[::1]", "0.0.0.1", "0", "2130706433", "0x7f.1", "10.0.0.1", "172.16.3.4",
        "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "[::ffff:127.0.0.1]", "[fe80::1]",
        "[fd00::1]", "[2002:7f00:1::]", "[64:ff9b::7f00:1]", "[::]",
    ],
)  # fmt: skip
def test_nothing_is_asked_of_a_private_address(tmp_path: Path, host: str) -> None:
    with pytest.raises(PrivateAddress, match="private network"):
        media.download(
            f"http://{host}/file", tmp_path / "clip", allow_private=False, max_bytes=1000, timeout=5
        )


def test_a_private_server_hears_nothing(shelf: str, tmp_path: Path) -> None:
    with pytest.raises(MediaFault):
        media.download(f"{shelf}/file", tmp_path / "clip", allow_private=False, max_bytes=1000, timeout=5)
    assert Shelf.asked == []


def test_two_at_once_do_not_mix_what_they_write(shelf: str, tmp_path: Path) -> None:
    with part_of(tmp_path / "clip", CONTENT[:HALF]).open("ab") as others:
        fcntl.flock(others, fcntl.LOCK_EX)
        with pytest.raises(Truncated, match="Another worker"):
            fetch(f"{shelf}/file", tmp_path / "clip")
    assert Shelf.asked == []
    assert fetch(f"{shelf}/file", tmp_path / "clip").bytes == len(CONTENT)
    assert (tmp_path / "clip").read_bytes() == CONTENT


if own_network.can_be_made():

    def test_every_address_on_the_way_must_be_public() -> None:
        assert own_network.look() == {
            "file": "came", "again/file": "came", "inside": "PrivateAddress", "again/inside": "PrivateAddress",
            "again/again/inside": "PrivateAddress", "metadata": "PrivateAddress", "private server": "",
        }  # fmt: skip

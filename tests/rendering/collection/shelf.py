"""Where results lie: a server that gives the bytes of a clip, or misbehaves as it is told, and mints new addresses."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = b"<!doctype html><title>This link has expired</title>"


class Shelf:
    """`behaves` is what each download meets in turn, the last one for good; `asked` is the paths and ranges."""

    def __init__(self, url: str, content: bytes) -> None:
        self.url = f"{url}/result"
        self.base = url
        self.content = content
        self.behaves = ["whole"]
        self.asked: list[tuple[str, str]] = []
        self.goes_on = threading.Event()

    def next(self) -> str:
        return self.behaves.pop(0) if len(self.behaves) > 1 else self.behaves[0]


class _Answers(BaseHTTPRequestHandler):
    shelf: Shelf

    def do_GET(self) -> None:
        asked = self.headers.get("Range", "")
        self.shelf.asked.append((self.path, asked))
        content, first = self.shelf.content, int(asked.removeprefix("bytes=").rstrip("-") or 0)
        behavior = self.shelf.next()
        if behavior == "gone":
            return self._say(403, b"Forbidden")
        if behavior == "page":
            return self._say(200, PAGE)
        if behavior == "nothing":
            return self._say(200, b"")
        self._begin(206 if first else 200, len(content) - first, first)
        half = content[first : len(content) // 2]
        if behavior == "whole":
            self.wfile.write(content[first:])
        elif behavior == "stuck":
            self.wfile.write(half)
            self.wfile.flush()
            self.shelf.goes_on.wait(60)
        else:
            assert behavior == "broken"
            self.wfile.write(half)
        return None

    def do_POST(self) -> None:
        """The provider's way to a new address (kie/api.md §4.2)."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self._say(200, json.dumps({"code": 200, "data": f"{self.shelf.base}/minted"}).encode())

    def _say(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _begin(self, status: int, length: int, first: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(length))
        if first:
            total = len(self.shelf.content)
            self.send_header("Content-Range", f"bytes {first}-{total - 1}/{total}")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Tests print nothing."""


@contextmanager
def serving(content: bytes) -> Iterator[Shelf]:
    class Answers(_Answers):
        pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    Answers.shelf = shelf = Shelf(f"http://127.0.0.1:{server.server_port}", content)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield shelf
    finally:
        shelf.goes_on.set()
        server.shutdown()
        thread.join()
        server.server_close()

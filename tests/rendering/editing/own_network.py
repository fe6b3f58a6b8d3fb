"""Downloads in a network of their own, where an address of the internet is on this computer: run under `unshare -rn`.

Prints what each download came to, and what the private server was asked.
"""

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PUBLIC = "93.184.215.14"
_ENTER = ("unshare", "--map-root-user", "--net")


@cache
def can_be_made() -> bool:
    """Whether this computer lets us have a network of our own."""
    return not subprocess.run((*_ENTER, "ip", "link"), check=False, capture_output=True).returncode


def look() -> dict[str, str]:
    """What came of each way to an address."""
    command = (*_ENTER, sys.executable, "-m", "tests.rendering.editing.own_network")
    done = subprocess.run(command, cwd=Path(__file__).parents[3], check=True, capture_output=True)
    told: dict[str, str] = json.loads(done.stdout)
    return told


def main() -> None:
    from rendering import media

    for words in ("link set lo up", f"addr add {PUBLIC}/32 dev lo"):
        subprocess.run(("ip", *words.split()), check=True)  # noqa: S607 - wherever the system keeps it
    asked: list[str] = []
    private = _server("127.0.0.1", lambda path: _noted(asked, path))
    public = _server(PUBLIC, lambda path: _next(path, public, private))
    told = {}
    with tempfile.TemporaryDirectory() as folder:
        for way in ("file", "again/file", "inside", "again/inside", "again/again/inside", "metadata"):
            try:
                media.download(
                    f"{public}/{way}", Path(folder, "x"), allow_private=False, max_bytes=99, timeout=5
                )
                told[way] = "came"
            except media.MediaFault as fault:
                told[way] = type(fault).__name__
    sys.stdout.write(json.dumps({**told, "private server": ", ".join(asked)}))
    sys.stdout.flush()


def _noted(asked: list[str], path: str) -> str:
    asked.append(path)
    return ""


def _next(path: str, public: str, private: str) -> str:
    """Where the public server sends on; nowhere for the file itself."""
    first, _, rest = path.strip("/").partition("/")
    places = {
        "again": f"{public}/{rest}",
        "inside": f"{private}/secret",
        "metadata": "http://169.254.169.254/",
    }
    return places.get(first, "")


def _server(host: str, sends_on: Callable[[str], str]) -> str:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            place = sends_on(self.path)
            self.send_response(302 if place else 200)
            if place:
                self.send_header("Location", place)
            self.send_header("Content-Length", "0" if place else "4")
            self.end_headers()
            self.wfile.write(b"" if place else b"clip")

        def log_message(self, format: str, *args: object) -> None:
            """Only what came of it is printed."""

    server = ThreadingHTTPServer((host, 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://{host}:{server.server_port}"


if __name__ == "__main__":
    main()

"""Looks at every message that goes through an embedded Valkey, for as long as it is there."""

import socket
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

from tests.canary.findings import look

LONGEST = 200
PAUSE_SECONDS = 0.2


def listen(var: Path) -> None:
    """Begin; it ends by itself when the servers of this folder are gone for good."""
    threading.Thread(target=_listen, args=(var / "run" / "valkey.url",), daemon=True).start()


def _listen(address: Path) -> None:
    """Valkey is killed in some tests, so it is asked again."""
    while address.exists():
        try:
            url = urlsplit(address.read_text())
            with socket.create_connection((url.hostname or "", url.port or 0)) as valkey:
                valkey.sendall(f"AUTH {url.password}\r\nMONITOR\r\n".encode())
                _read(valkey)
        except OSError:
            time.sleep(PAUSE_SECONDS)


def _read(valkey: socket.socket) -> None:
    """Whatever anybody says to Valkey, as it is said."""
    end = b""
    while piece := valkey.recv(65536):
        look("a message", "Valkey", end + piece)
        end = (end + piece)[-LONGEST:]

"""A server that says exactly the given bytes, or hangs, or hangs up: what no good sandbox would do."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Behavior = Callable[[socket.socket], None]


@dataclass
class RawServer:
    url: str
    requests: list[bytes] = field(default_factory=list)


def saying(body: str | bytes, *, status: str = "200 OK", headers: str = "") -> Behavior:
    content = body.encode() if isinstance(body, str) else body
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(content)}\r\n{headers}Connection: close\r\n\r\n"
    return lambda connection: connection.sendall(head.encode() + content)


def hanging_up(connection: socket.socket) -> None:
    """Nothing is said; the connection ends."""


@contextmanager
def serving(*behaviors: Behavior) -> Iterator[RawServer]:
    """Treat each request to the next behavior, and those after the last one to the last one."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = RawServer(f"http://127.0.0.1:{listener.getsockname()[1]}")
    done = threading.Event()

    def serve() -> None:
        while not done.is_set():
            connection, _ = listener.accept()
            with connection:
                if done.is_set():
                    return
                server.requests.append(_request(connection))
                behaviors[min(len(server.requests), len(behaviors)) - 1](connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        done.set()
        socket.create_connection(listener.getsockname()).close()
        thread.join(5)
        listener.close()


def _request(connection: socket.socket) -> bytes:
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    lengths = [
        line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")
    ]
    while lengths and len(body) < int(lengths[0]):
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body

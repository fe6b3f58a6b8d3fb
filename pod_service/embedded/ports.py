"""Free ports of 127.0.0.1, the same ones from run to run where possible."""

import socket
from pathlib import Path


def lasting_port(memory: Path) -> int:
    """Last time's port if it is still free, else a new one, which is remembered."""
    last = int(memory.read_text()) if memory.exists() else None
    port = last if last is not None and is_free(last) else any_free_port()
    memory.write_text(str(port))
    return port


def any_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def first_free_port(start: int, *, tries: int = 100) -> int:
    """The first free port from `start` upwards; any free one if all of them are taken."""
    return next((port for port in range(start, start + tries) if is_free(port)), any_free_port())


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        # Without it, connections that closed a minute ago would make a free port look taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True

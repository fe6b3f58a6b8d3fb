"""Keeps PostgreSQL and Valkey running for as long as any process of this var folder uses them."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from pod_service.embedded import secrets
from pod_service.embedded.errors import DidNotStart
from pod_service.embedded.leash import Leash
from pod_service.embedded.locks import open_lock, try_exclusive
from pod_service.embedded.paths import subfolder
from pod_service.embedded.ports import lasting_port
from pod_service.embedded.servers import postgres, valkey
from pod_service.embedded.servers.server import Server

LOOK_SECONDS = 0.1


def run(var: Path, *, durable: bool, temporary: bool) -> None:
    """Start what is wanted, tell its address, and stay until the last user's lock is gone.

    Returns at once in the caller's process: the keeper is a child of nobody, and holds `keeper.lock` from
    before that return until it ends. With `temporary` the whole folder goes at the end.
    """
    folder = subfolder(var, "run")
    alive = open_lock(folder / "keeper.lock")
    if not try_exclusive(alive) or os.fork() > 0:
        return
    os.setsid()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    Keeper(var, durable=durable).keep()
    if temporary:
        shutil.rmtree(var, ignore_errors=True)


class Keeper:
    """Users name what they want as `run/<server>.wanted` and read its address in `run/<server>.url`."""

    def __init__(self, var: Path, *, durable: bool) -> None:
        self._var = var
        self._folder = var / "run"
        self._durable = durable
        self._secrets = secrets.read_or_make(var)
        self._leash = Leash()
        self._running: dict[Server, subprocess.Popen[bytes]] = {}

    def keep(self) -> None:
        users = open_lock(self._folder / "users.lock")
        try:
            while not try_exclusive(users):
                self._start_wanted()
                self._heal()
                time.sleep(LOOK_SECONDS)
        finally:
            self._stop()

    def _start_wanted(self) -> None:
        for wish in self._folder.glob("*.wanted"):
            if wish.stem not in {server.name for server in self._running}:
                server = self._server(wish.stem)
                self._running[server] = server.start(self._leash)
                self._tell(server)

    def _heal(self) -> None:
        """A server that died comes back at the same address."""
        for server, process in self._running.items():
            if process.poll() is not None:
                self._leash.drop(-process.pid)
                self._running[server] = server.start(self._leash)

    def _stop(self) -> None:
        for file in (*self._folder.glob("*.url"), *self._folder.glob("*.wanted")):
            file.unlink()
        for server, process in self._running.items():
            server.stop(process, self._leash)
        self._leash.close()

    def _server(self, name: str) -> Server:
        # The same port as last time: processes that outlive a keeper then find the next one.
        port = lasting_port(self._folder / f"{name}.port")
        if name == "postgres":
            password = self._secrets["DATABASE_PASSWORD"]
            return postgres.server(self._var, port=port, password=password, durable=self._durable)
        return valkey.server(self._var, port=port, password=self._secrets["REDIS_PASSWORD"])

    def _tell(self, server: Server) -> None:
        draft = self._folder / f"{server.name}.draft"
        draft.touch(mode=0o600)
        draft.write_text(server.url)
        draft.replace(self._folder / f"{server.name}.url")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("var", type=Path)
    parser.add_argument("--hasty", action="store_true", help="trade durability for speed")
    parser.add_argument("--temporary", action="store_true", help="remove the folder at the end")
    asked = parser.parse_args()
    os.umask(0o077)
    try:
        run(asked.var, durable=not asked.hasty, temporary=asked.temporary)
    except DidNotStart as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()

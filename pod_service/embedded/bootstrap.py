"""What settings ask for when the environment names no database, Redis or folder: the embedded ones."""

import os
from pathlib import Path

from pod_service.embedded import environment, paths, servers


def var() -> Path:
    """The folder of this clone's data, made on first use."""
    return paths.var_folder()


def database_url() -> str:
    """The running embedded PostgreSQL of this var folder, started if need be; up until this process ends."""
    return servers.attach(var(), "postgres")


def redis_url() -> str:
    """The running embedded Valkey of this var folder, started if need be; up until this process ends."""
    return servers.attach(var(), "valkey")


def complete_for_command() -> None:
    """Give a command typed by hand what the stack gives its own commands; what the caller set stays.

    Where a database is named and no embedded stack has ever run, nothing is made up.
    """
    if os.environ.get("POD_DATABASE_URL") and not (paths.var_path() / "secrets").is_dir():
        return
    os.environ |= environment.for_role("command", var=var(), caller=os.environ)

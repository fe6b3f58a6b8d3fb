"""Looks at what is left: every file of a folder, every row of a database."""

import mmap
import os
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tests.canary import marks
from tests.canary.findings import look

PASSED_BY = {"secrets", "sandbox", "postgres"}
"""Folders where a key belongs: an embedded stack's secrets, a private file each, and the provider's own books.
PostgreSQL's files are looked at as the rows they hold."""


def files(folder: Path) -> None:
    """Look into every file below this folder."""
    for place, names, inside in os.walk(folder):
        names[:] = [name for name in names if name not in PASSED_BY]
        for file in (Path(place, name) for name in inside):
            if file.is_file() and not file.is_symlink():
                _file(file)


def _file(path: Path) -> None:
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            found = next((form for form in marks.forms() if content.find(form) >= 0), b"")
    except (OSError, ValueError):  # it went away meanwhile, or is empty
        return
    look("a file", str(path), found)


def rows(**address: Any) -> None:
    """Look at every row of every table, as PostgreSQL itself writes them out."""
    with psycopg.connect(**address) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            copy = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))
            with connection.cursor().copy(copy) as written:
                for row in written:
                    look("a row", table, bytes(row))

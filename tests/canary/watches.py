"""Looks at what the tests' own process answers, logs, writes down, sends and reads, as it happens."""

import logging
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any

import pexpect.spawnbase
import pytest
from celery.signals import before_task_publish
from django.core.handlers.base import BaseHandler
from django.core.signals import got_request_exception
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.creation import BaseDatabaseCreation
from django.db.backends.signals import connection_created
from django.views.debug import ExceptionReporter

from pod_service import logs
from tests.canary import sweeps
from tests.canary.findings import look

LONGEST = 200
"""Bytes of a form of a key, and then some: what is read in pieces is looked at with the end of the piece before."""


def begin(patch: pytest.MonkeyPatch) -> None:
    """Watch until `patch` is undone."""
    logging.getLogger().addHandler(Watch())
    connection_created.connect(_watch_statements, weak=False)
    before_task_publish.connect(_message, weak=False)
    got_request_exception.connect(_crash, weak=False)
    _around(patch, BaseHandler, "get_response", lambda _, answer: response(answer))
    _around(patch, subprocess.Popen, "communicate", _child)
    _before(patch, pexpect.spawnbase.SpawnBase, "_log", _terminal)
    _before(patch, shutil, "rmtree", lambda folder, *_: sweeps.files(Path(folder)))
    _before(patch, BaseDatabaseCreation, "destroy_test_db", _database)


class Watch(logging.Handler):
    """What a record says to our own formatter, and all it carries for anybody else's."""

    def __init__(self) -> None:
        super().__init__(level=logging.NOTSET)
        settings = logs.configuration()["formatters"]["plain"]
        self.setFormatter(settings.pop("()")(**settings))

    def emit(self, record: logging.LogRecord) -> None:
        look("a log record", record.name, f"{vars(record)} {self.format(record)}")


def response(answer: Any) -> None:
    """An answer of the service: its head, its cookies, and its body, at once or as it streams."""
    place = f"{answer.status_code} {type(answer).__name__}"
    look("a response", place, f"{answer.reason_phrase} {answer.headers} {answer.cookies}")
    if not answer.streaming:
        look("a response", place, answer.content)
    elif answer.is_async:
        answer.streaming_content = _streamed_slowly(answer.streaming_content, place)
    else:
        answer.streaming_content = _streamed(answer.streaming_content, place)


def _streamed(pieces: Iterator[bytes], place: str) -> Iterator[bytes]:
    end = b""
    for piece in pieces:
        look("a streamed response", place, end + piece)
        end = (end + piece)[-LONGEST:]
        yield piece


async def _streamed_slowly(pieces: AsyncIterator[bytes], place: str) -> AsyncIterator[bytes]:
    end = b""
    async for piece in pieces:
        look("a streamed response", place, end + piece)
        end = (end + piece)[-LONGEST:]
        yield piece


def _watch_statements(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Rows are gone before anybody could read them all, so their values are looked at when they are written."""
    if _statement not in connection.execute_wrappers:
        connection.execute_wrappers.append(_statement)


def _statement(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    if params and not str(sql).startswith("SELECT"):
        look("a row", " ".join(str(sql).split()[:3]), str(params))
    return execute(sql, params, many, context)


def _message(sender: object = None, body: object = None, headers: object = None, **_: object) -> None:
    look("a message", str(sender), f"{body} {headers}")


def _crash(request: Any = None, **_: object) -> None:
    """All that Django's report of a crash would show: frames with their variables, and the request."""
    report = ExceptionReporter(request, *sys.exc_info()).get_traceback_html()
    look("a crash report", str(getattr(request, "path", "")), report)


def _child(process: "subprocess.Popen[Any]", said: tuple[Any, Any]) -> None:
    for spoken in filter(None, said):
        look("a child's output", str(process.args), spoken)


def _terminal(shown: Any, piece: str | bytes, direction: str) -> None:
    """What a program shows on a terminal."""
    if direction == "read":
        text = piece if isinstance(piece, str) else piece.decode(errors="replace")
        shown.seen_last = getattr(shown, "seen_last", "")[-LONGEST:] + text
        look("a terminal", str(shown.name), shown.seen_last)


def _database(creation: BaseDatabaseCreation, *_: object) -> None:
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    settings = creation.connection.settings_dict
    sweeps.rows(**{ours: settings[theirs] for theirs, ours in names.items()})


def _around(patch: pytest.MonkeyPatch, owner: Any, name: str, watch: Callable[..., None]) -> None:
    """Show `watch` the subject and the result of each call."""
    plain = getattr(owner, name)

    @wraps(plain)
    def watched(subject: Any, *args: Any, **options: Any) -> Any:
        result = plain(subject, *args, **options)
        watch(subject, result)
        return result

    patch.setattr(owner, name, watched)


def _before(patch: pytest.MonkeyPatch, owner: Any, name: str, watch: Callable[..., None]) -> None:
    """Show `watch` the arguments of each call before it happens."""
    plain = getattr(owner, name)

    @wraps(plain)
    def watched(*args: Any, **options: Any) -> Any:
        watch(*args)
        return plain(*args, **options)

    patch.setattr(owner, name, watched)

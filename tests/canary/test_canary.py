"""A key planted in each channel is found there, so that finding none means that there is none."""

import asyncio
import base64
import io
import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pexpect
import pytest
import redis
import structlog
from celery import Celery
from django.db import connection
from django.http import FileResponse, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.test import Client, override_settings
from django.urls import path

from pod_service.embedded import servers
from pod_service.embedded.paths import PROJECT
from studios.models import Studio
from tests.acceptance.patience import until
from tests.canary import bells, findings, marks, watches

KEY = marks.key()
SAYING = (sys.executable, "-c", f"print('{KEY}')")


def channels(found: list[findings.Finding]) -> set[str]:
    return {finding.channel for finding in found}


def in_a_body(_: Any) -> HttpResponse:
    return HttpResponse(f"<p>{KEY}")


def in_a_header(_: Any) -> HttpResponse:
    return HttpResponseRedirect(f"/?key={KEY}")


def in_a_cookie(_: Any) -> HttpResponse:
    answer = HttpResponse()
    answer.set_cookie("key", KEY)
    return answer


def in_a_stream(_: Any) -> StreamingHttpResponse:
    return StreamingHttpResponse(letter.encode() for letter in KEY)


def in_a_file(_: Any) -> FileResponse:
    return FileResponse(io.BytesIO(KEY.encode()))


def in_a_crash(_: Any) -> HttpResponse:
    held = KEY
    raise ZeroDivisionError(len(held))


urlpatterns = [
    path(view.__name__, view)
    for view in (in_a_body, in_a_header, in_a_cookie, in_a_stream, in_a_file, in_a_crash)
]


@pytest.mark.parametrize(
    "told",
    [
        KEY,
        KEY.upper(),
        quote(KEY),
        json.dumps({"key": KEY}),
        f"\\x{KEY.encode().hex()}",
        *(base64.b64encode(f"{before}{KEY}".encode()).decode() for before in ("", "a", "ab")),
    ],
    ids=("plain", "capitals", "quoted", "json", "hex", "base64", "base64-1", "base64-2"),
)
def test_a_key_is_known_in_every_form(told: str) -> None:
    assert marks.is_in(f"before {told} after")
    assert marks.is_in(told.encode())
    assert not marks.is_in(told[:20] + "-" + told[21:30])


def test_no_finding_tells_the_key() -> None:
    with findings.planted() as found:
        findings.look("a file", f"{KEY}.txt", KEY)
    assert KEY.split("-")[1] not in str(found[0])


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(
    ("view", "channel"),
    [
        (in_a_body, "a response"),
        (in_a_header, "a response"),
        (in_a_cookie, "a response"),
        (in_a_stream, "a streamed response"),
        (in_a_file, "a streamed response"),
        (in_a_crash, "a crash report"),
    ],
)
def test_it_is_found_in_what_the_service_answers(view: Any, channel: str) -> None:
    with findings.planted() as found:
        answer = Client(raise_request_exception=False).get(f"/{view.__name__}")
        list(answer)
    assert channel in channels(found)


def test_it_is_found_in_a_stream_that_takes_its_time() -> None:
    async def letters() -> AsyncIterator[bytes]:
        for letter in KEY:
            yield letter.encode()

    async def read() -> None:
        answer = StreamingHttpResponse(letters())
        watches.response(answer)
        async for _ in answer:
            pass

    with findings.planted() as found:
        asyncio.run(read())
    assert channels(found) == {"a streamed response"}


def test_it_is_found_in_log_records(monkeypatch: pytest.MonkeyPatch) -> None:
    assert any(isinstance(one, watches.Watch) for one in logging.getLogger().handlers)
    alone = logging.getLogger("x")
    alone.addHandler(watches.Watch())
    monkeypatch.setattr(alone, "propagate", False)  # or it would be in the output of this test
    said: Iterator[Any] = iter(
        (
            lambda: logging.getLogger("x").warning("key %s", KEY),
            lambda: structlog.get_logger("x").warning("order.send", key=KEY),
            lambda: structlog.get_logger("x").warning("order.send", headers=f"Bearer {KEY}"),
            lambda: logging.getLogger("x").warning("broken", exc_info=ValueError(KEY)),
        )
    )
    for say in said:
        with findings.planted() as found:
            say()
        assert "a log record" in channels(found)


def test_it_is_found_in_what_children_say() -> None:
    with findings.planted() as found:
        subprocess.run(SAYING, capture_output=True, check=True)
        pexpect.spawn(SAYING[0], list(SAYING[1:])).expect(pexpect.EOF)
    assert channels(found) == {"a child's output", "a terminal"}


def test_it_is_found_in_a_message() -> None:
    app = Celery("x", broker="memory://", set_as_current=False)
    with findings.planted() as found:
        app.send_task("look", args=(KEY,))
    assert channels(found) == {"a message"}
    app.close()


def test_it_is_found_in_what_an_embedded_valkey_is_told(tmp_path: Path) -> None:
    servers.attach(tmp_path, "valkey")
    bells.listen(tmp_path)
    message = base64.b64encode(json.dumps({"args": [KEY]}).encode()).decode()
    with (
        findings.planted() as found,
        redis.Redis.from_url((tmp_path / "run" / "valkey.url").read_text()) as told,
    ):
        until(lambda: told.lpush("celery", json.dumps({"body": message})) and findings.any_yet())
        servers.release(tmp_path)
    assert channels(found) == {"a message"}


@pytest.mark.django_db
def test_it_is_found_in_a_row_as_it_is_written() -> None:
    with findings.planted() as found:
        Studio.objects.create(slug="x", name=KEY)
    assert channels(found) == {"a row"}


@pytest.mark.django_db(transaction=True)
def test_it_is_found_among_the_rows_of_a_database() -> None:
    with findings.planted() as found:
        Studio.objects.create(slug="x", name=KEY)
    with findings.planted() as found:
        watches._database(connection.creation)
    assert [finding.place for finding in found] == ["studios_studio"]


def test_it_is_found_in_files_even_in_those_that_are_removed(tmp_path: Path) -> None:
    for name in ("cut.otio", "secrets/own", "sandbox/accounts.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(KEY)
    with findings.planted() as found:
        shutil.rmtree(tmp_path)
    assert [finding.place for finding in found] == [str(tmp_path / "cut.otio")]


LEAKY = """
import logging
from tests.canary import marks

def test_says_it():
    print(marks.key())

def test_logs_it():
    logging.getLogger("x").warning(marks.key())

def test_keeps_it(tmp_path):
    (tmp_path / "kept").write_text(marks.key())

def test_tells_nothing():
    assert True
"""


@pytest.mark.parametrize("workers", ["0", "1"])
def test_a_leak_fails_the_run_and_names_the_test(workers: str, tmp_path: Path) -> None:
    leaky = tmp_path / "test_leaky.py"
    leaky.write_text(LEAKY)
    plain = (
        "-c",
        os.devnull,
        "--rootdir",
        str(tmp_path),
        f"--basetemp={tmp_path / 'temp'}",
        "-p",
        "no:django",
    )
    with findings.planted():
        ran = subprocess.run(
            (sys.executable, "-m", "pytest", *plain, "-n", workers, "-p", "tests.canary.plugin", str(leaky)),
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=False,
        )
        shutil.rmtree(tmp_path)
    told = ran.stdout + ran.stderr
    assert (ran.returncode, "2 failed, 2 passed" in told) == (1, True), told
    assert "a provider key in the output" in told
    assert "a provider key in a log record" in told
    assert "a provider key in a file" in told
    assert "kept" in told
    assert not marks.is_in(told)

"""The provider key appears nowhere but in the request itself."""

import logging
import traceback
from collections.abc import Callable
from typing import Any

import pytest

from rendering.provider.chat import Message
from rendering.provider.client import Client
from rendering.provider.errors import ProviderFault
from tests.rendering.provider.clients import impatient, permit_for
from tests.rendering.provider.raw_server import Behavior, hanging_up, saying, serving

CANARY = "canary-5f2e8c"
ECHOING = f'{{"code":422,"msg":"bad header Authorization: Bearer {CANARY}"}}'
CALLS: list[Callable[[Client], Any]] = [
    lambda client: client.order(permit_for(), {"prompt": "x"}),
    lambda client: client.look_up("t-1"),
    lambda client: client.balance(),
    lambda client: client.chat("gemini-2.5-flash", [Message("user", "hello")]),
]


def told(problem: BaseException) -> str:
    """Everything an over-eager error reporter could write: our frames with their locals, and all causes."""
    assert problem.__context__ is None, "frames of the HTTP library hang on it"
    ours = problem.__traceback__.tb_next if problem.__traceback__ else None
    whole = traceback.TracebackException(type(problem), problem, ours, capture_locals=True)
    return "".join(whole.format()) + repr(problem) + repr(vars(problem))


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    "behavior",
    [
        hanging_up,
        saying("<html>", status="500 Oops"),
        saying(ECHOING),
        saying(f"<html>{CANARY}", status="502 Bad Gateway"),
        saying(f"not HTTP {CANARY}", status=f"{CANARY}"),
        saying("x", headers=f"Content-Encoding: gzip\r\nX: {CANARY}\r\n"),
    ],
)
def test_no_fault_tells_the_key(
    call: Callable[[Client], Any], behavior: Behavior, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(behavior) as server, pytest.raises(ProviderFault) as fault:
        call(impatient(server.url, CANARY))
    assert f"Bearer {CANARY}".encode() in server.requests[0]
    assert "canary" not in told(fault.value)
    assert f"Bearer {CANARY}" not in "".join(record.getMessage() for record in caplog.records)


def test_an_undelivered_request_does_not_tell_the_key() -> None:
    with pytest.raises(ProviderFault) as fault:
        impatient("http://127.0.0.1:1", CANARY).order(permit_for(), {})
    assert "canary" not in told(fault.value)


def test_the_client_does_not_show_the_key() -> None:
    client = impatient("http://127.0.0.1:1", CANARY)
    shown = repr(client) + str(client) + repr(vars(client)) + repr(vars(client._wire)["_http"].headers)
    assert "canary" not in shown


@pytest.mark.parametrize("key", ["", " a-key", "a-key\n", "a\x00key", "clé"])
def test_a_key_no_header_can_carry_is_refused_without_being_told(key: str) -> None:
    with pytest.raises(ValueError, match="The provider key") as refusal:
        impatient("http://127.0.0.1:1", key)
    assert not key.strip() or key.strip() not in str(refusal.value)

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rendering.provider.callbacks import is_genuine, signature, task_id_of

NOW = 1_790_000_000
KEY = "webhook-key"


def genuine(task_id: str = "t-1", *, at: str = str(NOW), signed: str | None = None, key: str = KEY) -> bool:
    return is_genuine(
        task_id,
        timestamp=at,
        signed=signature("t-1", at, KEY) if signed is None else signed,
        key=key,
        now=NOW,
    )


def test_it_computes_the_documented_signature() -> None:
    assert signature("task-42", "1790000000", "secret") == "1eFpt263+/J8AIJkFiSEuDsMM1z3LYX/cE1U4HzIb3w="


def test_it_accepts_a_genuine_callback() -> None:
    assert genuine()


@pytest.mark.parametrize("seconds", [-300, 300])
def test_it_accepts_five_minutes_either_way(seconds: int) -> None:
    assert genuine(at=str(NOW + seconds))


@pytest.mark.parametrize("seconds", [-301, 301])
def test_it_refuses_a_stamp_further_away(seconds: int) -> None:
    assert not genuine(at=str(NOW + seconds))


@pytest.mark.parametrize("stamp", ["", "soon", "-5", "1e9", "٣", "9" * 5000])
def test_it_refuses_a_stamp_that_is_no_time(stamp: str) -> None:
    assert not genuine(at=stamp)


@pytest.mark.parametrize(
    "signed", ["", "AAAA", "é", signature("t-1", str(NOW), "other"), signature("t-2", str(NOW), KEY)]
)
def test_it_refuses_another_signature(signed: str) -> None:
    assert not genuine(signed=signed)


def test_it_refuses_the_signature_of_another_task() -> None:
    assert not genuine("t-2")


def test_without_a_key_nothing_is_genuine() -> None:
    assert not genuine(key="", signed=signature("t-1", str(NOW), ""))


@pytest.mark.parametrize(
    "content",
    [
        {"code": 200, "data": {"taskId": "t-1"}},
        {"code": 501, "data": {"task_id": "t-1"}},
        {"taskId": "t-1"},
        {"data": None, "task_id": "t-1"},
        {"data": {"taskId": 7, "task_id": "t-1"}},
    ],
)
def test_it_reads_the_task_in_every_spelling(content: Any) -> None:
    assert task_id_of(json.dumps(content).encode()) == "t-1"


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"t-1"', b"\xff", b'{"data":{"taskId":""}}', b'{"data":"t-1"}', b"[" * 100_000,
     json.dumps({"taskId": "t" * 101}).encode()],
)  # fmt: skip
def test_it_finds_no_task_where_there_is_none(body: bytes) -> None:
    assert task_id_of(body) is None


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_body_breaks_it(body: bytes) -> None:
    found = task_id_of(body)
    assert found is None or isinstance(found, str)

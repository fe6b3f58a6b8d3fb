"""Faults of an answer: whatever is lost on the way, the bill says what was done."""

from typing import Any

import httpx
import pytest

STILL = {"prompt": "a horse in a field [[empty]]", "aspect_ratio": "1:1"}
CHAT = {"messages": [{"role": "user", "content": "a film about a harbour"}], "stream": False}
BODY = {"model": "z-image", "input": STILL}


def lines(sandbox: Any) -> int:
    return len(sandbox.bill()["orders"])


def raw(sandbox: Any) -> httpx.Response:
    answer: httpx.Response = sandbox.http.post("/api/v1/jobs/createTask", json=BODY)
    return answer


@pytest.mark.parametrize(("kind", "ordered"), [("drop", 1), ("drop_body", 1), ("drop_before", 0)])
def test_a_dropped_order_is_on_the_bill_only_if_it_was_taken(faulty: Any, kind: str, ordered: int) -> None:
    before, balance = lines(faulty), faulty.balance()
    faulty.strike({"kind": kind})
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        raw(faulty)
    assert lines(faulty) == before + ordered
    assert faulty.balance() == pytest.approx(balance - 0.8 * ordered)


def test_a_drop_in_mid_body_comes_after_whole_headers(faulty: Any) -> None:
    faulty.strike({"kind": "drop_body"})
    with faulty.http.stream("POST", "/api/v1/jobs/createTask", json=BODY) as answer:
        assert (answer.status_code, int(answer.headers["content-length"]) > 50) == (200, True)
        received: list[bytes] = []
        with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
            received.extend(answer.iter_raw())
    assert b"".join(received).startswith(b'{"code":200')


def test_a_slow_answer_is_taken_at_once(faulty: Any) -> None:
    before = lines(faulty)
    faulty.strike({"kind": "slow_answer", "seconds": 30})
    with pytest.raises(httpx.ReadTimeout):
        faulty.http.post("/api/v1/jobs/createTask", json=BODY, timeout=2)
    assert lines(faulty) == before + 1


@pytest.mark.parametrize(
    ("rule", "http", "code", "message"),
    [
        ({"code": 429}, 200, 429, "Your call frequency is too high. Please try again later."),
        ({"code": 429, "http": 429}, 429, 429, "Your call frequency is too high. Please try again later."),
        ({"code": 455}, 200, 455, "The service is under maintenance. Please try again later."),
        ({"code": 500}, 200, 500, "Server exception, please try again later"),
        ({"code": 500, "message": "This field is required"}, 200, 500, "This field is required"),
        ({"code": 402}, 200, 402, "Credits insufficient : Your current balance isn't enough to run this "
                                  "request. Please top up to continue."),
        ({"code": 433}, 200, 433, "Error 433"),
    ],
)  # fmt: skip
def test_a_refusal_orders_nothing(
    faulty: Any, rule: dict[str, Any], http: int, code: int, message: str
) -> None:
    before = lines(faulty)
    faulty.strike({"kind": "refused"} | rule)
    answer = raw(faulty)
    assert (answer.status_code, answer.json()) == (http, {"code": code, "msg": message, "data": None})
    assert lines(faulty) == before


def test_a_refusal_may_be_untrue(faulty: Any) -> None:
    before = lines(faulty)
    faulty.strike({"kind": "refused", "accepted": True})
    assert raw(faulty).json()["code"] == 500
    assert lines(faulty) == before + 1


@pytest.mark.parametrize("accepted", [True, False])
def test_a_page_from_somebody_on_the_way_proves_nothing(faulty: Any, accepted: bool) -> None:
    before = lines(faulty)
    faulty.strike({"kind": "page", "accepted": accepted})
    answer = raw(faulty)
    assert (answer.status_code, answer.headers["content-type"]) == (502, "text/html; charset=utf-8")
    assert "<h1>502</h1>" in answer.text
    assert lines(faulty) == before + accepted


@pytest.mark.parametrize("kind", ["drop", "drop_body", "drop_before"])
def test_a_look_up_may_be_dropped_once_for_each_task(faulty: Any, kind: str) -> None:
    tasks = [faulty.order("z-image", **STILL) for _ in range(2)]
    faulty.strike({"kind": kind, "route": "recordInfo", "each": 1})
    for task in tasks:
        with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
            faulty.record(task)
        assert faulty.record(task)["taskId"] == task


def test_a_look_up_may_be_refused_or_slow(faulty: Any) -> None:
    task = faulty.order("z-image", **STILL)
    faulty.strike(
        {"kind": "refused", "route": "recordInfo", "nth": 1},
        {"kind": "slow_answer", "route": "recordInfo", "nth": 2, "seconds": 30},
    )
    ask = {"params": {"taskId": task}}
    assert faulty.http.get("/api/v1/jobs/recordInfo", **ask).json()["code"] == 500
    with pytest.raises(httpx.ReadTimeout):
        faulty.http.get("/api/v1/jobs/recordInfo", **ask, timeout=1)
    assert faulty.record(task)["taskId"] == task


def test_a_rule_may_name_one_task(faulty: Any) -> None:
    tasks = [faulty.order("z-image", **STILL) for _ in range(2)]
    faulty.strike({"kind": "refused", "route": "recordInfo", "task": tasks[1]})
    answers = [faulty.http.get("/api/v1/jobs/recordInfo", params={"taskId": task}).json() for task in tasks]
    assert [answer["code"] for answer in answers] == [200, 500]


def test_a_dropped_chat_is_charged(faulty: Any) -> None:
    before = len(faulty.bill()["chat"])
    faulty.strike({"kind": "drop", "route": "chat", "prompt": "harbour"})
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        faulty.http.post("/gemini-3-pro/v1/chat/completions", json=CHAT)
    assert len(faulty.bill()["chat"]) == before + 1


@pytest.mark.parametrize(
    ("route", "method", "path"),
    [
        ("balance", "GET", "/api/v1/chat/credit"),
        ("link", "POST", "/api/v1/common/download-url"),
        ("upload", "POST", "/api/file-stream-upload"),
        ("upload", "POST", "/api/file-url-upload"),
        ("upload", "POST", "/api/file-base64-upload"),
    ],
)
def test_the_other_routes_break_too(faulty: Any, route: str, method: str, path: str) -> None:
    faulty.strike({"kind": "refused", "code": 455, "route": route, "times": 1})
    assert faulty.http.request(method, path).json()["code"] == 455
    assert faulty.http.request(method, path).json()["code"] != 455


def test_an_upload_gets_through_a_rule_that_spares_it(faulty: Any) -> None:
    faulty.strike({"kind": "refused", "route": "upload", "after": 1})
    sent = {"file": ("a.png", b"bytes", "image/png")}
    told = faulty.http.post("/api/file-stream-upload", files=sent, data={"uploadPath": "shots"}).json()
    assert faulty.http.get(told["data"]["downloadUrl"]).content == b"bytes"

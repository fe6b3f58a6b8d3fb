"""Which answers prove that an order was refused, and which leave it in doubt."""

import gzip
import json
import socket
import time

import pytest

from rendering.provider import limits
from rendering.provider.errors import (
    Ambiguous,
    KeyCapReached,
    KeyRefused,
    Misdirected,
    NotDelivered,
    OutOfCredits,
    ProviderFault,
    ReferenceNotFetched,
    Rejected,
    TooFast,
    UnderMaintenance,
)
from tests.rendering.provider.clients import impatient, permit_for
from tests.rendering.provider.raw_server import Behavior, hanging_up, saying, serving


def envelope(code: object, msg: str = "no") -> str:
    return json.dumps({"code": code, "msg": msg, "data": None})


REFUSED = [
    (400, "bad request", Rejected),
    (401, "You do not have access permissions", KeyRefused),
    (402, "Credits insufficient", OutOfCredits),
    (404, "model not found", Rejected),
    (422, "aspect ratio unavailable", Rejected),
    ("422", "as text", Rejected),
    (429, "too fast", TooFast),
    (430, "too frequent", TooFast),
    (433, "sub-key limit", KeyCapReached),
    (451, "could not fetch the image", ReferenceNotFetched),
    (455, "maintenance", UnderMaintenance),
    (500, "This field is required", Rejected),
    (500, "aspect_ratio is required", Rejected),
    (500, "first_frame_image_url cannot be empty", Rejected),
    (500, "Credits insufficient : Your current balance isn't enough to run this request.", OutOfCredits),
    (505, "feature disabled", Rejected),
]
IN_DOUBT = [
    (envelope(500, "Server exception, please try again later"), "200 OK"),
    (envelope(500, "Internal Error"), "500 Internal Server Error"),
    (envelope(501, "Generation Failed"), "200 OK"),
    (envelope(408, "no result in ten minutes"), "200 OK"),
    (envelope(418, "a code nobody knows"), "200 OK"),
    (envelope(4030, "Not supported in the current region."), "200 OK"),
    (envelope(200), "200 OK"),
    ('{"code":200,"data":{"taskId":""}}', "200 OK"),
    ('{"code":200,"data":{"taskId":17}}', "200 OK"),
    ('{"code":200,"data":["a1b2"]}', "200 OK"),
    ('{"code":200,"data":{"taskId":"a1b2', "200 OK"),
    ("[]", "200 OK"),
    ("[" * 100_000, "200 OK"),
    ("", "200 OK"),
    (b"\xff\xfe\x00", "200 OK"),
    ("<html>JavaScript is required</html>", "500 Internal Server Error"),
    ("<html>502 Bad Gateway</html>", "502 Bad Gateway"),
    ("<html>A timeout occurred</html>", "524 A Timeout Occurred"),
    ("<html>Just a moment</html>", "200 OK"),
    ("", "302 Found"),
]


@pytest.mark.parametrize(("code", "msg", "kind"), REFUSED)
def test_a_body_that_proves_refusal_is_one(code: object, msg: str, kind: type[ProviderFault]) -> None:
    with serving(saying(envelope(code, msg))) as server, pytest.raises(ProviderFault) as fault:
        impatient(server.url).order(permit_for(), {})
    assert (type(fault.value), fault.value.said) == (kind, msg)
    assert len(server.requests) == 1


@pytest.mark.parametrize(("body", "status"), IN_DOUBT)
def test_any_other_answer_leaves_the_order_in_doubt(body: str | bytes, status: str) -> None:
    with serving(saying(body, status=status)) as server, pytest.raises(Ambiguous):
        impatient(server.url).order(permit_for(), {})
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("status", "kind"),
    [("429 Too Many Requests", TooFast), ("403 Forbidden", KeyRefused), ("404 Not Found", Misdirected)],
)
def test_a_page_with_a_4xx_status_went_no_further(status: str, kind: type[ProviderFault]) -> None:
    with serving(saying("error code: 1010", status=status)) as server, pytest.raises(kind, match="1010"):
        impatient(server.url).order(permit_for(), {})


@pytest.mark.parametrize("status", ["404 Not Found", "405 Method Not Allowed"])
def test_a_wrong_path_is_told_apart_from_a_refusal_of_what_was_asked(status: str) -> None:
    body = '{"timestamp": "2026-11-26", "error": "Not Found", "path": "/api/v1/jobs/createTusk"}'
    with serving(saying(body, status=status)) as server, pytest.raises(Misdirected):
        impatient(server.url).order(permit_for(), {})
    with serving(saying(envelope(404, "model not found"), status=status)) as server, pytest.raises(Rejected):
        impatient(server.url).order(permit_for(), {})


def test_a_body_s_code_outranks_the_http_status() -> None:
    with serving(saying('{"code":200,"data":{"taskId":"t"}}', status="500 Internal Server Error")) as server:
        assert impatient(server.url).order(permit_for(), {}) == "t"


def test_it_reads_a_gzipped_answer() -> None:
    body = gzip.compress(b'{"code":200,"data":{"taskId":"t"}}')
    with serving(saying(body, headers="Content-Encoding: gzip\r\n")) as server:
        assert impatient(server.url).order(permit_for(), {}) == "t"


def test_a_broken_gzip_answer_leaves_the_order_in_doubt() -> None:
    behavior = saying(b"not gzip", headers="Content-Encoding: gzip\r\n")
    with serving(behavior) as server, pytest.raises(Ambiguous):
        impatient(server.url).order(permit_for(), {})


def silent(connection: socket.socket) -> None:
    time.sleep(0.5)


def cut_short(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{")


def trickling(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")
    for _ in range(5):
        connection.sendall(b" ")
        time.sleep(0.1)


def flooding(connection: socket.socket) -> None:
    size = limits.ANSWER_BYTES + 1
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size + b" " * size)


@pytest.mark.parametrize("behavior", [hanging_up, silent, cut_short, trickling, flooding])
def test_an_answer_that_never_comes_whole_leaves_the_order_in_doubt(behavior: Behavior) -> None:
    with serving(behavior) as server, pytest.raises(Ambiguous):
        impatient(server.url).order(permit_for(), {})
    assert len(server.requests) == 1


def test_where_nobody_listens_nothing_is_delivered() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(NotDelivered):
        impatient(f"http://127.0.0.1:{port}").order(permit_for(), {})


def test_where_tls_fails_nothing_is_delivered() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)
        with pytest.raises(NotDelivered):
            impatient(f"https://127.0.0.1:{listener.getsockname()[1]}").order(permit_for(), {})

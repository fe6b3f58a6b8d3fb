"""What is longer than anything pod takes is turned away before it is stored, however its length is told."""

import json
import socket
from typing import Any
from urllib.parse import urlsplit

from pod_service.bodies import LONGEST_BYTES
from tests.acceptance.desk import Desk

PATHS = ("/hooks/kie/att_x/guess", "/api/v1/films", "/nowhere")
PIECE = b"x" * 65536
PIECES = (LONGEST_BYTES // len(PIECE) + 1) * (b"10000\r\n" + PIECE + b"\r\n")


def test_a_body_without_end_is_refused_unread_where_it_says_so_and_else_as_soon_as_it_is_too_long(
    desk: Desk,
) -> None:
    for path in PATHS:
        for length, sent in (("Content-Length: 1000000000", b""), ("Transfer-Encoding: chunked", PIECES)):
            head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{length}\r\n\r\n"
            status, problem = _answer(desk.url, head.encode() + sent)
            assert (status, problem["code"], problem["spent_nothing"]) == (413, "too_large", True)


def test_a_body_of_the_largest_size_is_read(desk: Desk) -> None:
    """It is the view that says no to it."""
    answer = desk.ask("POST", "films", {"idea": "x" * (LONGEST_BYTES - 100)})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def _answer(url: str, sent: bytes) -> tuple[int, Any]:
    at = urlsplit(url)
    with socket.create_connection((str(at.hostname), int(at.port or 0)), timeout=20) as line:
        line.sendall(sent)
        told = b""
        while piece := line.recv(65536):
            told += piece
    head, _, body = told.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)

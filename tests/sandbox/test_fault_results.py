"""How a download may go."""

import json
import time
from typing import Any

import httpx
import pytest

CLIP = {"prompt": "a harbour at dawn", "resolution": "480p", "duration": 4}


def clip(sandbox: Any, *rules: dict[str, Any]) -> str:
    """The address of a finished clip that these rules strike."""
    sandbox.strike(*rules)
    return str(sandbox.result("bytedance/seedance-2", **CLIP))


def test_a_download_may_be_forbidden_once(faulty: Any) -> None:
    url = clip(faulty, {"kind": "forbidden", "times": 1})
    assert [faulty.http.get(url).status_code for _ in range(2)] == [403, 200]


def test_a_download_may_break_off_and_be_taken_up_again(faulty: Any) -> None:
    url = clip(faulty, {"kind": "drop_body", "route": "result", "each": 1})
    received: list[bytes] = []
    with faulty.http.stream("GET", url) as answer:
        length = int(answer.headers["content-length"])
        with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
            received.extend(answer.iter_raw())
    first = b"".join(received)
    assert 0 < len(first) < length
    rest = faulty.http.get(url, headers={"Range": f"bytes={len(first)}-"})
    assert (rest.status_code, len(first) + len(rest.content)) == (206, length)
    assert first + rest.content == faulty.http.get(url).content


def test_a_download_may_be_a_page_under_the_clip_s_name_and_type(faulty: Any) -> None:
    answer = faulty.http.get(clip(faulty, {"kind": "wrong_type"}))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "video/mp4")
    assert answer.text.startswith("<html>")


def test_a_download_may_be_empty(faulty: Any) -> None:
    answer = faulty.http.get(clip(faulty, {"kind": "zero_bytes"}))
    assert (answer.status_code, answer.headers["content-type"], answer.content) == (200, "video/mp4", b"")


@pytest.mark.parametrize("kind", ["drop", "drop_before"])
def test_a_download_may_have_no_answer(faulty: Any, kind: str) -> None:
    url = clip(faulty, {"kind": kind, "route": "result"})
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        faulty.http.get(url)


def test_an_address_runs_out_while_a_link_still_works(faulty: Any) -> None:
    url = clip(faulty, {"kind": "expired", "seconds": 0})
    assert faulty.http.get(url).status_code == 403
    link = faulty.http.post("/api/v1/common/download-url", json={"url": url}).json()["data"]
    assert faulty.http.get(link).status_code == 200


def test_an_address_runs_out_in_its_own_time(faulty: Any) -> None:
    url = clip(faulty, {"kind": "expired", "seconds": 600}, {"kind": "instant"})
    assert faulty.http.get(url).status_code == 200
    url = clip(faulty, {"kind": "expired", "seconds": 0.3}, {"kind": "instant"})
    time.sleep(0.5)
    assert faulty.http.get(url).status_code == 403


def test_a_seed_chooses_the_same_downloads_again(faulty: Any) -> None:
    runs = []
    for _ in range(2):
        faulty.strike({"kind": "zero_bytes", "share": 0.5}, seed=11)
        given = {"aspect_ratio": "1:1", "output_format": "png"}
        tasks = [faulty.order("nano-banana-2", prompt=f"a dog {number}", **given) for number in range(8)]
        urls = [json.loads(faulty.finished(task)["resultJson"])["resultUrls"][0] for task in tasks]
        runs.append([faulty.http.get(url).content == b"" for url in urls])
    assert runs[0] == runs[1]
    assert set(runs[0]) == {True, False}

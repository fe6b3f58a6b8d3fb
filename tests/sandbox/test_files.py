import base64
from typing import Any

import pytest

STILL = {"prompt": "a dog on the beach", "aspect_ratio": "1:1"}


@pytest.fixture(scope="module")
def picture(sandbox: Any) -> str:
    return str(sandbox.result("z-image", **STILL))


def test_a_result_needs_no_key_and_has_its_type(sandbox: Any, picture: str) -> None:
    answer = sandbox.http.get(picture, headers={"Authorization": ""})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")


def test_a_part_of_a_result_can_be_asked_for(sandbox: Any, picture: str) -> None:
    whole = sandbox.http.get(picture).content
    part = sandbox.http.get(picture, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, whole[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{len(whole)}"


def test_an_expired_result_comes_back_through_a_minted_link(sandbox: Any) -> None:
    url = sandbox.result("z-image", **STILL | {"prompt": "a dog [[url403]]"})
    assert sandbox.http.get(url).status_code == 403
    link = sandbox.http.post("/api/v1/common/download-url", json={"url": url}).json()["data"]
    assert sandbox.http.get(link).status_code == 200
    assert sandbox.http.get(link[:-1] + ("0" if link[-1] != "0" else "1")).status_code == 403


def test_a_link_is_minted_for_our_own_files_only(sandbox: Any) -> None:
    answer = sandbox.http.post(
        "/api/v1/common/download-url", json={"url": "https://example.com/k/x.mp4"}
    ).json()
    assert answer == {"code": 422, "msg": "url is wrong", "data": None}


def test_no_path_leads_out_of_the_folder(sandbox: Any) -> None:
    assert sandbox.http.get("/k/..%2Fjournal.jsonl").status_code == 404


def test_a_stream_upload_is_kept_under_its_name(sandbox: Any) -> None:
    sent = {"file": ("a.png", b"bytes", "image/png")}
    told = sandbox.http.post(
        "/api/file-stream-upload", files=sent, data={"uploadPath": "shots", "fileName": "b.png"}
    ).json()
    assert (told["success"], told["code"], told["msg"]) == (True, 200, "File uploaded successfully")
    assert (told["data"]["fileName"], told["data"]["fileSize"], told["data"]["mimeType"]) == (
        "b.png",
        5,
        "image/png",
    )
    assert sandbox.http.get(told["data"]["downloadUrl"]).content == b"bytes"


def test_a_base64_upload_takes_a_data_url(sandbox: Any) -> None:
    text = "data:image/png;base64," + base64.b64encode(b"more bytes").decode()
    told = sandbox.http.post(
        "/api/file-base64-upload", json={"base64Data": text, "uploadPath": "images"}
    ).json()
    assert told["data"]["fileName"].endswith(".png")
    assert sandbox.http.get(told["data"]["downloadUrl"]).content == b"more bytes"


def test_a_url_upload_fetches_from_this_machine_only(sandbox: Any, picture: str) -> None:
    body = {"fileUrl": picture, "uploadPath": "copies"}
    told = sandbox.http.post("/api/file-url-upload", json=body).json()
    assert sandbox.http.get(told["data"]["downloadUrl"]).content == sandbox.http.get(picture).content
    far = sandbox.http.post("/api/file-url-upload", json=body | {"fileUrl": "http://192.0.2.1/a.png"}).json()
    assert far["code"] == 400


def test_an_upload_needs_a_key_and_a_path(sandbox: Any) -> None:
    body = {"base64Data": "eA=="}
    assert sandbox.http.post("/api/file-base64-upload", json=body).json()["code"] == 400
    answer = sandbox.http.post("/api/file-base64-upload", json=body, headers={"Authorization": ""}).json()
    assert answer["code"] == 401

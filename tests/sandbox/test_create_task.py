import json
from typing import Any

import pytest

CLIP = {"prompt": "a harbour at dawn", "resolution": "480p", "duration": 5}
UNKNOWN = (
    "The model name you specified is not supported. "
    "Please verify your input and use one of the supported models provided by KIE."
)


def test_it_answers_at_once_with_the_same_task_and_record_id(sandbox: Any) -> None:
    answer = sandbox.create("z-image", prompt="a robot", aspect_ratio="1:1")
    assert (answer["code"], answer["msg"]) == (200, "success")
    assert answer["data"]["taskId"] == answer["data"]["recordId"]
    assert len(answer["data"]["taskId"]) == 32


def test_it_charges_when_the_task_is_created(sandbox: Any) -> None:
    before = sandbox.balance()
    record = sandbox.record(sandbox.order("bytedance/seedance-2", **CLIP, generate_audio=True))
    assert record["creditsConsumed"] == 95.0
    assert sandbox.balance() == before - 95.0


def test_it_fills_defaults_into_the_doubly_encoded_param(sandbox: Any) -> None:
    record = sandbox.record(sandbox.order("bytedance/seedance-2", prompt="[[slow:600]] a harbour"))
    param = json.loads(record["param"])
    given = json.loads(param["input"])
    assert param["model"] == "bytedance/seedance-2"
    assert given["resolution"] == "720p"
    assert given["duration"] == 5
    assert given["generate_audio"] is True


def test_it_refuses_a_wrong_key_in_the_body(sandbox: Any) -> None:
    answer = sandbox.http.post("/api/v1/jobs/createTask", json={}, headers={"Authorization": "Bearer no"})
    assert answer.status_code == 200
    assert answer.json()["code"] == 401
    assert answer.json()["msg"].startswith("Unauthorized – Authentication failed.")


def test_it_refuses_an_unknown_model(sandbox: Any) -> None:
    assert sandbox.create("sora-9", prompt="x") == {"code": 422, "msg": UNKNOWN, "data": None}


@pytest.mark.parametrize(
    ("model", "given", "message"),
    [
        ("nano-banana-2", {"aspect_ratio": "1:1"}, "prompt is required"),
        ("seedream/4.5-text-to-image", {"prompt": "x", "quality": "basic"}, "aspect_ratio is required"),
        ("gemini-omni-video", {"prompt": "x"}, "duration is required"),
        ("kling-3.0/video", {"prompt": "x", "sound": False, "duration": "5", "aspect_ratio": "16:9",
                             "mode": "std", "multi_shots": False, "multi_prompt": []}, "kling_elements is required"),
    ],
)  # fmt: skip
def test_it_refuses_a_missing_field_as_code_500(
    sandbox: Any, model: str, given: dict[str, Any], message: str
) -> None:
    assert sandbox.create(model, **given) == {"code": 500, "msg": message, "data": None}


@pytest.mark.parametrize(
    ("model", "given"),
    [
        ("bytedance/seedance-2", CLIP | {"resolution": "481p"}),
        ("bytedance/seedance-2", CLIP | {"duration": 3}),
        ("bytedance/seedance-2", CLIP | {"duration": "5"}),
        ("bytedance/seedance-2", CLIP | {"first_frame_url": "http://a/b.png", "reference_image_urls": ["http://a/c.png"]}),
        ("nano-banana-2", {"prompt": "x", "aspect_ratio": "7:3"}),
        ("nano-banana-2", {"prompt": "x", "image_input": ["not a url"]}),
        ("veo-3-1", {"prompt": "x", "duration": 5}),
        ("gemini-omni-video", {"prompt": "x", "duration": 4}),
    ],
)  # fmt: skip
def test_it_refuses_what_the_schema_does_not_allow(sandbox: Any, model: str, given: dict[str, Any]) -> None:
    assert sandbox.create(model, **given)["code"] == 422


def test_required_fields_are_asked_for_before_choices_are_checked(sandbox: Any) -> None:
    assert sandbox.create("seedream/4.5-text-to-image", prompt="x", quality="best")["code"] == 500


def test_an_unknown_model_is_told_before_a_missing_field(sandbox: Any) -> None:
    assert sandbox.create("sora-9")["code"] == 422


def test_it_refuses_without_credits_and_charges_nothing(start: Any) -> None:
    poor = start("--balance", "10", "--latency", "0")
    answer = poor.create("bytedance/seedance-2", **CLIP)
    assert answer["code"] == 402
    assert answer["msg"].startswith("Credits insufficient : ")
    assert poor.balance() == 10.0
    assert poor.bill()["orders"] == []


def test_a_tag_asks_for_the_old_code_of_missing_credits(sandbox: Any) -> None:
    answer = sandbox.create("z-image", prompt="x [[500credits]]", aspect_ratio="1:1")
    assert answer["code"] == 500
    assert answer["msg"].startswith("Credits insufficient : ")


def test_more_starts_than_the_window_holds_are_refused_not_queued(start: Any) -> None:
    busy = start("--starts", "3", "--window", "60", "--latency", "0")
    codes = [busy.create("z-image", prompt="x", aspect_ratio="1:1")["code"] for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]
    assert len(busy.bill()["orders"]) == 3
    told = busy.http.get("/_sandbox/refusals").json()
    assert (told["429"], told["starts"]) == (2, {"refused": 2, "highest": 5})


def test_the_older_playground_path_still_works(sandbox: Any) -> None:
    body = {"model": "z-image", "input": {"prompt": "x", "aspect_ratio": "1:1"}}
    task = sandbox.http.post("/api/v1/playground/createTask", json=body).json()["data"]["taskId"]
    found = sandbox.http.get("/api/v1/playground/recordInfo", params={"taskId": task}).json()
    assert found["data"]["taskId"] == task


def test_a_wrong_path_is_a_true_404(sandbox: Any) -> None:
    assert sandbox.http.get("/api/v1/common/credit").status_code == 404

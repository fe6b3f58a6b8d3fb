import json
from typing import Any


def test_a_waiting_task_has_no_result_and_no_times(sandbox: Any) -> None:
    record = sandbox.record(sandbox.order("z-image", prompt="x [[slow:600]]", aspect_ratio="1:1"))
    assert (record["state"], record["resultJson"]) == ("waiting", "")
    assert [record[name] for name in ("failCode", "failMsg", "costTime", "completeTime")] == [None] * 4


def test_a_finished_task_has_its_result_as_json_text(sandbox: Any) -> None:
    record = sandbox.finished(sandbox.order("z-image", prompt="a cat in a room", aspect_ratio="1:1"))
    assert record["state"] == "success"
    (url,) = json.loads(record["resultJson"])["resultUrls"]
    assert url.startswith(f"{sandbox.url}/k/{record['taskId']}_1_")
    assert record["costTime"] == round((record["completeTime"] - record["createTime"]) / 1000)
    (billed,) = [order for order in sandbox.bill()["orders"] if order["taskId"] == record["taskId"]]
    assert (billed["createdAt"], billed["completedAt"]) == (record["createTime"], record["completeTime"])


def test_an_unknown_task_is_null(sandbox: Any) -> None:
    answer = sandbox.http.get("/api/v1/jobs/recordInfo", params={"taskId": "f" * 32}).json()
    assert answer == {"code": 422, "msg": "recordInfo is null", "data": None}


def test_a_query_without_task_is_refused(sandbox: Any) -> None:
    answer = sandbox.http.get("/api/v1/jobs/recordInfo").json()
    assert (answer["code"], answer["msg"]) == (400, "taskId parameter is required")


def test_a_new_task_is_null_within_the_grace_that_was_set(start: Any) -> None:
    graceful = start("--latency", "0")
    graceful.http.post("/_sandbox/settings", json={"grace_seconds": 600})
    task = graceful.order("z-image", prompt="x", aspect_ratio="1:1")
    assert graceful.http.get("/api/v1/jobs/recordInfo", params={"taskId": task}).json()["code"] == 422

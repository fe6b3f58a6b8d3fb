from typing import Any

import httpx
import pytest


def test_a_failed_task_costs_nothing(sandbox: Any) -> None:
    before = sandbox.balance()
    record = sandbox.finished(sandbox.order("z-image", prompt="x [[fail:nsfw]]", aspect_ratio="1:1"))
    assert (record["state"], record["failCode"], record["failMsg"]) == ("fail", "501", "nsfw")
    assert record["creditsConsumed"] == 0
    assert sandbox.balance() == before


def test_the_failure_rate_fails_its_share_the_same_way_each_time(start: Any) -> None:
    outcomes = []
    for _ in range(2):
        unlucky = start("--failure-rate", "0.5", "--seed", "7", "--latency", "0")
        tasks = [unlucky.order("z-image", prompt="x [[empty]]", aspect_ratio="1:1") for _ in range(6)]
        outcomes.append([unlucky.finished(task)["failMsg"] for task in tasks])
        unlucky.end()
    assert outcomes[0] == outcomes[1]
    assert set(outcomes[0]) == {None, "internal error, please try again later."}


def test_a_dropped_answer_leaves_a_paid_order_behind(start: Any) -> None:
    flaky = start("--latency", "0")
    before = flaky.balance()
    with pytest.raises(httpx.RemoteProtocolError):
        flaky.create("z-image", prompt="x [[drop]]", aspect_ratio="1:1")
    (line,) = flaky.bill()["orders"]
    assert line["outcome"] in ("waiting", "success")
    assert flaky.balance() == before - 0.8


def test_a_success_may_be_empty(sandbox: Any) -> None:
    record = sandbox.finished(sandbox.order("z-image", prompt="x [[empty]]", aspect_ratio="1:1"))
    assert (record["state"], record["resultJson"]) == ("success", '{"resultUrls":[]}')


def test_what_the_sandbox_does_can_change_while_it_runs(start: Any) -> None:
    changing = start("--latency", "0")
    told = changing.http.post(
        "/_sandbox/settings", json={"failure_rate": 1, "balance": "50.25", "latency_seconds": 0.1}
    )
    assert told.json()["failure_rate"] == 1.0
    assert changing.balance() == 50.25
    assert changing.finished(changing.order("z-image", prompt="x", aspect_ratio="1:1"))["state"] == "fail"


def test_an_unknown_setting_is_refused_by_name(sandbox: Any) -> None:
    answer = sandbox.http.post("/_sandbox/settings", json={"lateness": 3})
    assert answer.status_code == 400
    assert "lateness" in answer.text

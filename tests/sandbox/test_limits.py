"""Limits of an account, and how near it came to them."""

from typing import Any

STILL = {"prompt": "x [[empty]]", "aspect_ratio": "1:1"}


def told(sandbox: Any) -> Any:
    return sandbox.http.get("/_sandbox/refusals").json()


def look(sandbox: Any, task: str) -> int:
    answer = sandbox.http.get("/api/v1/jobs/recordInfo", params={"taskId": task}).json()
    return int(answer["code"])


def test_more_look_ups_than_a_second_holds_are_refused_and_told_apart_from_starts(start: Any) -> None:
    strict = start("--latency", "0", "--starts", "1", "--look-ups", "0")
    task = strict.order("z-image", **STILL)
    assert [look(strict, task), look(strict, task)] == [429, 429]
    assert strict.create("z-image", **STILL)["code"] == 429
    seen = told(strict)
    assert (seen["429"], seen["starts"]["refused"], seen["look_ups"]["refused"]) == (3, 1, 2)
    assert seen["starts"]["highest"] == 2
    assert 1 <= seen["look_ups"]["highest"] <= 2
    strict.http.post("/_sandbox/settings", json={"look_ups_per_second": 10}).raise_for_status()
    assert look(strict, task) == 200


def test_a_key_may_look_ten_times_a_second_by_default(start: Any) -> None:
    usual = start("--latency", "0")
    settings = usual.http.post("/_sandbox/settings", json={}).json()
    assert (settings["look_ups_per_second"], settings["starts"], settings["media"]) == (10, 20, "drawn")


def test_the_most_orders_ever_in_flight_are_told(start: Any) -> None:
    busy = start("--latency", "0")
    tasks = [busy.order("z-image", **STILL | {"prompt": f"{number} [[stuck]]"}) for number in range(3)]
    busy.finished(busy.order("z-image", **STILL))
    assert told(busy)["in_flight"] == {"now": len(tasks), "highest": len(tasks) + 1}


def test_each_account_has_limits_of_its_own(start: Any) -> None:
    shared = start("--latency", "0")
    shared.order("z-image", **STILL)
    shared.http.post("/_sandbox/accounts", json={"key": "another", "balance": "5"}).raise_for_status()
    other = shared.http.get("/_sandbox/refusals", headers={"Authorization": "Bearer another"}).json()
    assert (other["starts"]["highest"], other["in_flight"]["highest"]) == (0, 0)
    assert told(shared)["starts"]["highest"] == 1

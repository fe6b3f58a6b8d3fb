"""Which requests a rule strikes, and that a seed always chooses the same."""

import signal
from pathlib import Path
from typing import Any

import pytest

STILL = {"prompt": "a horse in a field [[empty]]", "aspect_ratio": "1:1"}
REFUSED = {"kind": "refused", "code": 455}


def codes(sandbox: Any, count: int, **given: Any) -> list[int]:
    return [sandbox.create("z-image", **STILL | given)["code"] for _ in range(count)]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({}, [455, 455, 455, 455]),
        ({"nth": 3}, [200, 200, 455, 200]),
        ({"after": 2}, [200, 200, 455, 455]),
        ({"times": 1}, [455, 200, 200, 200]),
        ({"after": 1, "times": 2}, [200, 455, 455, 200]),
        ({"share": 0}, [200, 200, 200, 200]),
        ({"share": 1}, [455, 455, 455, 455]),
        ({"model": "z-image", "prompt": "horse"}, [455, 455, 455, 455]),
        ({"model": "seedance"}, [200, 200, 200, 200]),
        ({"prompt": "robot"}, [200, 200, 200, 200]),
        ({"callback": "att_1"}, [200, 200, 200, 200]),
    ],
)
def test_a_rule_strikes_what_meets_its_conditions(
    faulty: Any, condition: dict[str, Any], expected: list[int]
) -> None:
    faulty.strike(REFUSED | condition)
    assert codes(faulty, 4) == expected
    (told,) = faulty.faults()["rules"]
    assert told["struck"] == expected.count(455)
    assert faulty.faults()["struck"].get("refused", 0) == expected.count(455)


def test_a_rule_may_choose_by_callback_address(faulty: Any) -> None:
    faulty.strike(REFUSED | {"callback": "att_7"})
    assert faulty.create("z-image", "http://192.0.2.1/hooks/att_7", **STILL)["code"] == 455
    assert faulty.create("z-image", "http://192.0.2.1/hooks/att_8", **STILL)["code"] == 200


def struck(sandbox: Any, prompts: list[str]) -> dict[str, bool]:
    """Which of the prompts were refused, each ordered once, in this order."""
    return {
        prompt: sandbox.create("z-image", prompt=f"{prompt} [[empty]]", aspect_ratio="1:1")["code"] == 455
        for prompt in prompts
    }


def test_the_same_seed_strikes_the_same_orders_in_whatever_order_they_come(faulty: Any, start: Any) -> None:
    prompts = [f"shot {number}" for number in range(24)]
    rule = REFUSED | {"share": 0.5}
    faulty.strike(rule, seed=7)
    first = struck(faulty, prompts)
    faulty.strike(rule, seed=7)
    assert struck(faulty, prompts[::-1]) == first
    elsewhere = start("--latency", "0", "--starts", "100")
    elsewhere.strike(rule, seed=7)
    assert struck(elsewhere, prompts) == first
    faulty.strike(rule, seed=8)
    assert struck(faulty, prompts) != first
    assert 4 < sum(first.values()) < 20


def test_the_same_order_again_is_decided_anew_and_the_same_way_each_time(faulty: Any) -> None:
    runs = []
    for _ in range(2):
        faulty.strike(REFUSED | {"share": 0.5}, seed=3)
        runs.append(codes(faulty, 16))
    assert runs[0] == runs[1]
    assert set(runs[0]) == {200, 455}


def test_a_rate_is_a_rule_with_a_share(faulty: Any) -> None:
    faulty.strike(seed=5, rates={"fail": 0.5})
    tasks = [faulty.order("z-image", prompt=f"a dog {number}", aspect_ratio="1:1") for number in range(12)]
    failed = [faulty.finished(task)["state"] == "fail" for task in tasks]
    assert set(failed) == {True, False}
    assert [faulty.line(task)["faults"] == ["fail"] for task in tasks] == failed
    assert faulty.faults()["rates"] == {"fail": 0.5}


def test_rules_and_their_counts_outlive_a_kill(start: Any, tmp_path: Path) -> None:
    flags = ("--state", str(tmp_path), "--latency", "0", "--starts", "100")
    rules = [REFUSED | {"times": 1}, {"kind": "fail", "share": 0.5}]
    first = start(*flags)
    first.strike(*rules, seed=7)
    seen = codes(first, 3)
    before = first.faults()
    first.end(signal.SIGKILL)
    second = start(*flags)
    assert (seen, codes(second, 1)) == ([455, 200, 200], [200])
    after = second.faults()
    assert (after["seed"], after["rules"][0]) == (7, before["rules"][0] | {"matched": 4})


def test_several_rules_may_strike_one_order(faulty: Any) -> None:
    faulty.strike({"kind": "overcharge", "credits": "2"}, {"kind": "fail"}, {"kind": "charged_failure"})
    task = faulty.order("z-image", **STILL)
    assert faulty.finished(task)["creditsConsumed"] == 2.8
    assert faulty.line(task)["faults"] == ["empty", "overcharge", "fail", "charged_failure"]


def test_a_tag_is_every_order_s_own_rule(faulty: Any) -> None:
    assert codes(faulty, 1, prompt="[[refused:433]]") == [433]
    record = faulty.finished(faulty.order("z-image", prompt="[[fail:nsfw]] a cat", aspect_ratio="1:1"))
    assert record["failMsg"] == "nsfw"
    assert codes(faulty, 1, prompt="[[stuck:soon]] and [[no such tag]] [[empty]]") == [200]


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"rules": [{"kind": "earthquake"}]}, "no such kind of fault: earthquake"),
        ({"rules": [{"kind": "drop", "seconds": 3}]}, "drop does not know seconds"),
        ({"rules": [{"kind": "slow", "seconds": -1}]}, "not a length of time"),
        ({"rules": [{"kind": "overcharge", "credits": "much"}]}, "not an amount of credits"),
        ({"rules": [{"kind": "page", "http": 99}]}, "not an HTTP status"),
        ({"rules": [{"kind": "page", "accepted": "no"}]}, "not true or false"),
        ({"rules": [{"kind": "callback_forged", "how": "well"}]}, "not one of signature, task"),
        ({"rules": [{"kind": "stuck", "route": "result"}]}, "stuck strikes createTask, not result"),
        ({"rules": [{"kind": "drop", "share": 2}]}, "a share is between 0 and 1"),
        ({"rules": ["drop"]}, "a rule is an object"),
        ({"rules": [{"kind": "drop", "nth": None}]}, "int()"),
        ({"rates": {"earthquake": 0.1}}, "no such kind of fault: earthquake"),
        ({"rules": {}}, "rules are a list"),
        ({"rule": []}, "not rule"),
    ],
)
def test_what_is_no_fault_is_refused_and_changes_nothing(faulty: Any, told: dict[str, Any], why: str) -> None:
    faulty.strike(REFUSED)
    answer = faulty.http.post("/_sandbox/faults", json=told)
    assert answer.status_code == 400
    assert why in answer.json()["problem"]
    assert codes(faulty, 1) == [455]

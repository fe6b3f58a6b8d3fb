"""How an order may go, and what it may cost."""

import signal
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

STILL = {"prompt": "a horse in a field", "aspect_ratio": "1:1"}
NO_RECORD = {"code": 422, "msg": "recordInfo is null", "data": None}


def order(sandbox: Any, *rules: dict[str, Any], words: str = "") -> str:
    """Place one order that these rules strike."""
    sandbox.strike(*rules)
    return str(sandbox.order("z-image", **STILL | {"prompt": f"a horse in a field {words}"}))


def ended(sandbox: Any, *rules: dict[str, Any], words: str = "") -> tuple[dict[str, Any], dict[str, Any]]:
    """One order's record and its line on the bill, once it has ended."""
    task = order(sandbox, *rules, words=words)
    return sandbox.finished(task), sandbox.line(task)


def adds_up(bill: dict[str, Any]) -> bool:
    """Is the balance what the movements leave, and are they what the lines say?"""
    movements = [(Decimal(one["amount"]), one["why"]) for one in bill["movements"]]
    charged = sum(Decimal(line["creditsConsumed"]) - Decimal(line["refunded"]) for line in bill["orders"])
    paid = -sum(amount for amount, why in movements if why in ("order", "failed", "refund"))
    chat = -sum(amount for amount, why in movements if why == "chat")
    return (
        movements[0][1] == "opening"
        and sum(amount for amount, _ in movements) == Decimal(bill["balance"])
        and (charged, chat) == (Decimal(bill["total"]), Decimal(bill["chat_total"]))
        and paid == charged
    )


def test_a_task_may_be_unknown_for_a_while(faulty: Any) -> None:
    task = order(faulty, {"kind": "unknown", "seconds": 600})
    ask = {"params": {"taskId": task}}
    assert faulty.http.get("/api/v1/jobs/recordInfo", **ask).json() == NO_RECORD
    assert faulty.finished(order(faulty, {"kind": "unknown", "seconds": 0}))["state"] == "success"


@pytest.mark.parametrize("rule", [{"kind": "stuck"}, {"kind": "stuck", "seconds": 600}, {"kind": "slow"}])
def test_a_task_may_stay_waiting(faulty: Any, rule: dict[str, Any]) -> None:
    task = order(faulty, rule, {"kind": "empty"})
    later = order(faulty, {"kind": "empty"})
    faulty.finished(later)
    assert faulty.record(task)["state"] == "waiting"


def test_a_task_may_be_stuck_for_some_time_only(faulty: Any) -> None:
    record, _ = ended(faulty, {"kind": "stuck", "seconds": 0.2})
    assert (record["state"], "resultUrls" in record["resultJson"]) == ("success", True)


def test_a_task_may_have_ended_before_its_own_answer(faulty: Any) -> None:
    assert faulty.record(order(faulty, {"kind": "instant"}))["state"] == "success"


@pytest.mark.parametrize(
    ("rule", "code", "message"),
    [
        ({}, "501", "internal error, please try again later."),
        ({"code": "501", "message": "Generation Failed"}, "501", "Generation Failed"),
        ({"code": "500"}, "500", "Internal server error"),
        ({"code": "422"}, "422", "Real-person images are supported, "
                             "but you must upload them to the Asset Library first."),
        ({"code": 408}, "408", "The upstream service gave no result for more than 10 minutes."),
        ({"code": 429}, "429", "Your call frequency is too high. Please try again later."),
        ({"code": "531"}, "531", "Failed, credits have been refunded. Please try again."),
        ({"code": "451"}, "451", "Failed to fetch the image."),
        ({"message": "nsfw"}, "501", "nsfw"),
    ],
)  # fmt: skip
def test_a_task_fails_as_it_is_told(faulty: Any, rule: dict[str, Any], code: str, message: str) -> None:
    record, line = ended(faulty, {"kind": "fail"} | rule)
    assert (record["state"], record["failCode"], record["failMsg"]) == ("fail", code, message)
    assert (record["creditsConsumed"], line["creditsConsumed"]) == (0, "0.00")
    assert adds_up(faulty.bill())


def test_a_success_may_have_no_results(faulty: Any) -> None:
    record, line = ended(faulty, {"kind": "empty"})
    assert (record["state"], record["resultJson"]) == ("success", '{"resultUrls":[]}')
    assert line["creditsConsumed"] == "0.80"


def test_a_charge_may_be_above_the_price(faulty: Any) -> None:
    before = faulty.balance()
    record, line = ended(faulty, {"kind": "overcharge", "credits": "1.25"}, {"kind": "empty"})
    assert (record["creditsConsumed"], line["creditsConsumed"], line["price"]) == (2.05, "2.05", "0.80")
    assert faulty.balance() == pytest.approx(before - 2.05)
    assert adds_up(faulty.bill())


def test_a_failure_may_be_charged(faulty: Any) -> None:
    before = faulty.balance()
    record, line = ended(faulty, {"kind": "fail"}, {"kind": "charged_failure"})
    assert (record["state"], record["creditsConsumed"], line["creditsConsumed"]) == ("fail", 0.8, "0.80")
    assert faulty.balance() == pytest.approx(before - 0.8)
    assert adds_up(faulty.bill())


def test_an_overcharged_failure_gives_all_of_it_back(faulty: Any) -> None:
    before = faulty.balance()
    ended(faulty, {"kind": "fail"}, {"kind": "overcharge", "credits": 5})
    assert faulty.balance() == pytest.approx(before)
    assert adds_up(faulty.bill())


@pytest.mark.parametrize(("credits", "back"), [(None, "0.80"), ("0.30", "0.30"), ("99", "0.80")])
def test_credits_may_come_back_beside_the_record(faulty: Any, credits: str | None, back: str) -> None:
    before = faulty.balance()
    task = order(faulty, {"kind": "instant"}, {"kind": "empty"}, {"kind": "refund", "credits": credits})
    line = faulty.refunded(task)
    assert (line["refunded"], line["creditsConsumed"]) == (back, "0.80")
    assert faulty.record(task)["creditsConsumed"] == 0.8
    assert faulty.balance() == pytest.approx(before - 0.8 + float(back))
    assert adds_up(faulty.bill())


@pytest.mark.parametrize("code", [402, 500])
def test_the_balance_may_run_out_in_the_middle(start: Any, code: int) -> None:
    poor = start("--latency", "0", "--balance", "50")
    poor.strike({"kind": "out_of_credits", "balance": "0.5", "code": code, "after": 2, "times": 1})
    answers = [poor.create("z-image", **STILL | {"prompt": "x [[empty]]"})["code"] for _ in range(4)]
    assert answers == [200, 200, code, 402]
    assert poor.balance() == 0.5
    movements = [(one["why"], one["amount"]) for one in poor.bill()["movements"]]
    assert movements == [
        ("opening", "50.00"),
        ("order", "-0.80"),
        ("order", "-0.80"),
        ("elsewhere", "-47.90"),
    ]
    assert adds_up(poor.bill())


def test_the_fate_of_orders_and_the_balance_outlive_a_kill(start: Any, tmp_path: Path) -> None:
    flags = ("--state", str(tmp_path), "--latency", "0", "--balance", "100", "--media", "plain")
    first = start(*flags)
    stuck = order(first, {"kind": "stuck"}, {"kind": "overcharge"})
    refunded = order(first, {"kind": "refund", "seconds": 1}, {"kind": "instant"}, {"kind": "expired"})
    failing = order(first, {"kind": "fail", "code": "451"}, {"kind": "slow", "seconds": 1})
    before = first.bill()
    assert adds_up(before)
    first.end(signal.SIGKILL)

    second = start(*flags)
    assert second.finished(failing)["failCode"] == "451"
    assert second.refunded(refunded)["refunded"] == "0.80"
    assert second.record(stuck)["state"] == "waiting"
    bill = second.bill()
    assert bill["movements"][: len(before["movements"])] == before["movements"]
    assert [line["faults"] for line in bill["orders"]] == [line["faults"] for line in before["orders"]]
    assert (bill["balance"], adds_up(bill)) == ("98.20", True)

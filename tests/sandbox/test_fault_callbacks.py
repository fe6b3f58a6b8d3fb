"""How callbacks may come: not at all, too often, too early, late, or from somebody else."""

import queue
from typing import Any

import pytest

from sandbox.orders.callbacks import signature
from tests.sandbox.listener import Listener

STILL = {"prompt": "a horse [[empty]]", "aspect_ratio": "1:1"}


def order(sandbox: Any, listener: Listener, *rules: dict[str, Any]) -> str:
    sandbox.strike(*rules)
    return str(sandbox.order("z-image", listener.url, **STILL))


def heard(listener: Listener) -> tuple[dict[str, str], dict[str, Any]]:
    _, headers, body = listener.heard.get(timeout=20)
    return headers, body["data"]


def is_signed(headers: dict[str, str], task: str) -> bool:
    return headers["x-webhook-signature"] == signature(task, headers["x-webhook-timestamp"], "hook")


def test_it_may_be_lost(faulty: Any, listener: Listener) -> None:
    faulty.finished(order(faulty, listener, {"kind": "callback_lost"}))
    told = order(faulty, listener)
    assert heard(listener)[1]["taskId"] == told


@pytest.mark.parametrize("copies", [2, 10])
def test_it_may_come_several_times(faulty: Any, listener: Listener, copies: int) -> None:
    task = order(faulty, listener, {"kind": "callback_repeated", "copies": copies})
    told = [heard(listener)[1] for _ in range(copies)]
    assert [(one["taskId"], one["state"]) for one in told] == [(task, "success")] * copies
    with pytest.raises(queue.Empty):
        listener.heard.get(timeout=0.3)


def test_it_may_come_before_the_answer(faulty: Any, listener: Listener) -> None:
    task = order(faulty, listener, {"kind": "callback_early"})
    assert listener.heard.get_nowait()[2]["data"]["taskId"] == task
    assert faulty.record(task)["state"] == "success"


def test_it_may_come_late(faulty: Any, listener: Listener) -> None:
    never = order(faulty, listener, {"kind": "callback_late", "seconds": 600}, {"kind": "instant"})
    later = order(faulty, listener, {"kind": "callback_late", "seconds": 0.2}, {"kind": "instant"})
    assert faulty.record(never)["state"] == faulty.record(later)["state"] == "success"
    assert heard(listener)[1]["taskId"] == later


def test_a_forged_one_may_be_badly_signed(faulty: Any, listener: Listener) -> None:
    task = order(faulty, listener, {"kind": "callback_forged"}, {"kind": "stuck"})
    headers, told = heard(listener)
    assert (told["taskId"], is_signed(headers, task)) == (task, False)


def test_a_forged_one_may_name_another_task(faulty: Any, listener: Listener) -> None:
    earlier = faulty.order("z-image", **STILL)
    task = order(faulty, listener, {"kind": "callback_forged", "how": "task"}, {"kind": "stuck"})
    headers, told = heard(listener)
    assert (told["taskId"], is_signed(headers, earlier)) == (earlier, True)
    assert faulty.line(task)["outcome"] == faulty.record(task)["state"] == "waiting"


@pytest.mark.parametrize(("how", "credits"), [("success", 0.8), ("fail", 0)])
def test_a_forged_one_may_lie_about_the_state(
    faulty: Any, listener: Listener, how: str, credits: float
) -> None:
    task = order(faulty, listener, {"kind": "callback_forged", "how": how}, {"kind": "stuck"})
    headers, told = heard(listener)
    assert (told["taskId"], told["state"], told["creditsConsumed"]) == (task, how, credits)
    assert is_signed(headers, task)
    assert faulty.record(task)["state"] == "waiting"


def test_the_true_one_follows_a_forged_one(faulty: Any, listener: Listener) -> None:
    order(faulty, listener, {"kind": "callback_forged", "how": "fail"}, {"kind": "slow", "seconds": 1})
    assert [heard(listener)[1]["state"] for _ in range(2)] == ["fail", "success"]

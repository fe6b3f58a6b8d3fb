"""An order as the provider tells it: the answer of recordInfo and the body of a callback (kie/api.md 2.2, 2.3)."""

import json
from dataclasses import replace
from typing import Any

from sandbox.ledger.bill import Order, State, now_ms


def looked_up(order: Order, *, base_url: str) -> dict[str, Any]:
    """Return recordInfo's `data`: `param` and `resultJson` are JSON text, `param.input` JSON text inside it."""
    done = order.state is not State.WAITING
    param = {"input": _compact(order.input), "model": order.model}
    if order.callback:
        param["callBackUrl"] = order.callback
    return {
        "taskId": order.task_id,
        "model": order.model,
        "state": order.state.value,
        "param": _compact(param),
        "resultJson": _results(order, base_url) if order.state is State.SUCCESS else "",
        "failCode": order.fail_code,
        "failMsg": order.fail_message,
        "costTime": _cost_seconds(order) if done else None,
        "completeTime": order.completed_ms,
        "createTime": order.created_ms,
        "creditsConsumed": float(order.credits),
    }


def called_back(order: Order) -> dict[str, Any]:
    """Return the callback's whole body; its `param` holds `input` as an object."""
    param = {"callBackUrl": order.callback, "model": order.model, "input": order.input}
    told = looked_up(order, base_url=order.base_url) | {
        "param": _compact(param),
        "updateTime": order.completed_ms,
    }
    if order.state is State.FAIL:
        return {"code": 501, "msg": "Playground task failed.", "data": told | {"resultJson": None}}
    return {"code": 200, "msg": "Playground task completed successfully.", "data": told}


def forged(order: Order, *, how: str, another: str) -> dict[str, Any]:
    """Return a callback's body that tells what is not so; `another` is the task it names for how="task"."""
    ended = replace(order, completed_ms=now_ms(), state=State.SUCCESS, files=[f"{order.task_id}_1_0_0.mp4"])
    if how == "task":
        ended.task_id = another
    elif how == "fail":
        ended.state, ended.fail_code, ended.fail_message = State.FAIL, "501", "Generation Failed"
    return called_back(ended)


def _results(order: Order, base_url: str) -> str:
    return _compact({"resultUrls": [f"{base_url}/k/{name}" for name in order.files]})


def _cost_seconds(order: Order) -> int:
    return round(((order.completed_ms or 0) - order.created_ms) / 1000)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

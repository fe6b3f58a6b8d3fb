"""An order as the provider tells it: the answer of recordInfo and the body of a callback (kie/api.md 2.2, 2.3)."""

import json
from typing import Any

from sandbox.ledger.bill import Order, State


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


def _results(order: Order, base_url: str) -> str:
    return _compact({"resultUrls": [f"{base_url}/k/{name}" for name in order.files]})


def _cost_seconds(order: Order) -> int:
    return round(((order.completed_ms or 0) - order.created_ms) / 1000)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

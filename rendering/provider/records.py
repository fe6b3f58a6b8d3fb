"""What the provider says about a task it took (kie/api.md §2.2), read as tolerantly as it is written."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final

from rendering.provider.errors import Faltered


class State(StrEnum):
    """Where a task is."""

    WAITING = "waiting"  # queued or being made
    SUCCESS = "success"
    FAIL = "fail"
    NOT_YET_KNOWN = "not_yet_known"  # normal for RECORD_GRACE_SECONDS after the order


_STATES: Final = {
    "waiting": State.WAITING,
    "queuing": State.WAITING,
    "generating": State.WAITING,
    "success": State.SUCCESS,
    "fail": State.FAIL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskState:
    """A task as it stands.

    `credits_consumed` is booked when the task is accepted and goes back to 0 when it fails; None when the
    provider does not say. `result_urls` may be empty even on success. `callback_url` is the order's own,
    `made_ms` how long it took in milliseconds, once it is done.
    """

    task_id: str
    state: State
    model: str = ""
    result_urls: tuple[str, ...] = ()
    credits_consumed: Decimal | None = None
    fail_code: str | None = None
    fail_msg: str | None = None
    callback_url: str | None = None
    made_ms: int | None = None


def read(task_id: str, data: Any) -> TaskState:
    """The state in a recordInfo answer. Raises Faltered when it is about another task."""
    if data is None:
        return TaskState(task_id=task_id, state=State.NOT_YET_KNOWN)
    if not isinstance(data, dict) or data.get("taskId") != task_id or data.get("state") not in _STATES:
        raise Faltered("The answer is not about the task asked for.", status=200)
    consumed = data.get("creditsConsumed", data.get("consumeCredits"))
    return TaskState(
        task_id=task_id,
        state=_STATES[data["state"]],
        model=str(data.get("model") or ""),
        result_urls=_result_urls(_unpacked(data.get("resultJson"))),
        credits_consumed=amount(consumed),
        fail_code=_text(data.get("failCode")),
        fail_msg=_text(data.get("failMsg")),
        callback_url=_callback_url(_unpacked(data.get("param"))),
        made_ms=_made_ms(data.get("createTime"), data.get("completeTime")),
    )


def amount(value: Any) -> Decimal | None:
    """A number of credits, however it is spelled; None when it is not one."""
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    try:
        credits = Decimal(value)
    except InvalidOperation:
        return None
    return credits if credits.is_finite() and credits >= 0 else None


def _made_ms(created: Any, completed: Any) -> int | None:
    """From the two moments: `costTime` is in seconds on one page and in milliseconds on another."""
    return completed - created if type(created) is type(completed) is int and completed > created else None


def _text(value: Any) -> str | None:
    return str(value) if isinstance(value, str | int) and value != "" else None


def _unpacked(value: Any) -> Any:
    """JSON inside a JSON string; anything else as it is."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value, parse_float=Decimal)
    except (ValueError, RecursionError):
        return value


def _callback_url(param: Any) -> str | None:
    url = param.get("callBackUrl") if isinstance(param, dict) else None
    return url if isinstance(url, str) and url else None


def _result_urls(result: Any) -> tuple[str, ...]:
    """The named list where there is one, else every address found anywhere, watermarked copies left out."""
    if isinstance(result, dict):
        for name in ("resultUrls", "result_urls"):
            if named := tuple(_addresses(_unpacked(result.get(name)))):
                return named
    return tuple(dict.fromkeys(_addresses(result)))


def _addresses(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value.startswith(("https://", "http://")):
            yield value
    elif isinstance(value, list):
        for part in value:
            yield from _addresses(part)
    elif isinstance(value, dict):
        for name, part in value.items():
            if "watermark" not in name.lower():
                yield from _addresses(part)

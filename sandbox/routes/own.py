"""The sandbox's own routes, off the provider's paths: its bill, its refusals, its settings, its faults."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.ledger.accounts import Account
from sandbox.ledger.bill import Movement, Order
from sandbox.settings import media

from .wire import body_of, parts_of

_CHANGES: dict[str, Callable[[Any], Any]] = {
    "latency_seconds": float, "failure_rate": float, "starts": int, "window_seconds": float, "grace_seconds": float,
    "look_ups_per_second": int,
    "media": media,
}  # fmt: skip
_NO_ACCOUNT = JSONResponse({"problem": "no account has this key"}, status_code=404)


async def bill(request: Request) -> Response:
    """Every order an account placed, with what it cost; amounts are strings of credits."""
    account = _named(request)
    if account is None:
        return _NO_ACCOUNT
    kept = account.bill
    orders = list(kept.orders.values())
    chat = [{"model": call.model, "credits": _amount(call.credits), "at": call.at} for call in kept.chat]
    return JSONResponse({
        "orders": [_line(order) for order in orders],
        "total": _amount(sum((order.credits - order.refunded for order in orders), Decimal(0))),
        "chat": chat,
        "chat_total": _amount(sum((call.credits for call in kept.chat), Decimal(0))),
        "movements": [_movement(one) for one in kept.movements],
        "balance": _amount(kept.balance),
    })  # fmt: skip


async def refusals(request: Request) -> Response:
    """How often each code was answered instead of success, and how near an account came to its limits.

    `highest` is the most requests, refused ones included, ever seen within a window; of orders in flight, the most.
    """
    account = _named(request)
    if account is None:
        return _NO_ACCOUNT
    codes = {str(code): count for code, count in parts_of(request).refusals.items()}
    windows = {"starts": account.starts, "look_ups": account.look_ups}
    told = {name: {"refused": one.refused, "highest": one.highest} for name, one in windows.items()}
    in_flight = {"now": account.bill.in_flight, "highest": account.bill.most_in_flight}
    return JSONResponse(codes | told | {"in_flight": in_flight})


async def settings(request: Request) -> Response:
    """Change latency, failures, the start window, grace or an account's balance while the sandbox runs."""
    parts, body, account = parts_of(request), await body_of(request), _named(request)
    if account is None:
        return _NO_ACCOUNT
    try:
        changes = {name: _CHANGES[name](value) for name, value in body.items() if name != "balance"}
        balance = Decimal(str(body["balance"])) if "balance" in body else None
    except (KeyError, TypeError, ValueError, InvalidOperation) as why:
        return JSONResponse({"problem": f"not a setting, or not a value for it: {why}"}, status_code=400)
    for name, value in changes.items():
        setattr(parts.settings, name, value)
    if balance is not None:
        account.bill.set_balance(balance)
    now = {name: getattr(parts.settings, name) for name in _CHANGES}
    return JSONResponse(now | {"balance": _amount(account.bill.balance)})


async def faults(request: Request) -> Response:
    """Show the faults in force and how often each struck; a POST puts {rules, seed, rates} in their place."""
    plan = parts_of(request).faults
    if request.method == "POST":
        try:
            plan.change(await body_of(request))
        except (TypeError, ValueError) as why:
            return JSONResponse({"problem": f"not a fault: {why}"}, status_code=400)
    return JSONResponse(plan.told())


async def accounts(request: Request) -> Response:
    """Open a further account: {key, balance}; one that is there is given this balance."""
    body = await body_of(request)
    try:
        key, balance = str(body["key"]), Decimal(str(body["balance"]))
    except (KeyError, InvalidOperation) as why:
        return JSONResponse({"problem": f"an account has a key and a balance: {why}"}, status_code=400)
    account = parts_of(request).accounts.open(key, balance)
    return JSONResponse({"balance": _amount(account.bill.balance)})


def _named(request: Request) -> Account | None:
    """The account whose key the request carries; the first one when it carries none."""
    given, known = request.headers.get("authorization", ""), parts_of(request).accounts
    return known.of(given) if given else known.first


def _line(order: Order) -> dict[str, Any]:
    return {
        "taskId": order.task_id,
        "model": order.model,
        "price": _amount(order.price),
        "callback": order.callback,
        "callbackNote": order.callback_note,
        "outcome": order.state.value,
        "creditsConsumed": _amount(order.credits),
        "refunded": _amount(order.refunded),
        "faults": [fault.kind for fault in order.faults],
        "input": order.input,
        "createdAt": order.created_ms,
        "completedAt": order.completed_ms,
    }


def _movement(one: Movement) -> dict[str, Any]:
    return {"at": one.at, "amount": _amount(one.amount), "why": one.why, "taskId": one.task_id}


def _amount(credits: Decimal) -> str:
    return f"{credits:.2f}"


routes = [
    Route("/_sandbox/bill", bill, methods=["GET"]),
    Route("/_sandbox/refusals", refusals, methods=["GET"]),
    Route("/_sandbox/accounts", accounts, methods=["POST"]),
    Route("/_sandbox/faults", faults, methods=["GET", "POST"]),
    Route("/_sandbox/settings", settings, methods=["POST"]),
]

"""The provider's envelope, its authentication, and how a request reaches the sandbox's parts."""

import json
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.faults.answers import answered
from sandbox.faults.plan import Plan
from sandbox.faults.rules import Asked
from sandbox.ledger.accounts import Account, Accounts
from sandbox.ledger.bill import Order
from sandbox.orders.refused import UNAUTHORIZED, Refused
from sandbox.settings import Settings
from sandbox.store import Store

Handler = Callable[[Request], Awaitable[Response]]


@dataclass(slots=True)
class Parts:
    """What the handlers work with."""

    settings: Settings
    store: Store
    accounts: Accounts
    faults: Plan
    refusals: Counter[int] = field(default_factory=Counter)


def parts_of(request: Request) -> Parts:
    parts: Parts = request.app.state.parts
    return parts


def account_of(request: Request) -> Account:
    """The account whose key the request carries; only behind `keyed`."""
    account: Account = request.state.account
    return account


def about(order: Order, route: str) -> Asked:
    """What a rule sees of a request that is about an order."""
    return Asked(route, order.model, str(order.input.get("prompt", "")), order.callback or "", order.task_id)


def base_url(request: Request) -> str:
    """Return scheme and host as the caller wrote them, without a slash at the end."""
    return str(request.base_url).rstrip("/")


def answer(content: Any) -> JSONResponse:
    """Return a success in the envelope (kie/api.md 1.2)."""
    return JSONResponse({"code": 200, "msg": "success", "data": content})


def keyed(handler: Handler, *, route: str | None = None) -> Handler:
    """Let only requests with an account's bearer key through (kie/api.md 1.4: HTTP 200, code 401).

    `route` is what rules call it, where faults strike the request itself and not the order it is about.
    """

    async def guarded(request: Request) -> Response:
        account = parts_of(request).accounts.of(request.headers.get("authorization", ""))
        if account is None:
            raise Refused(401, UNAUTHORIZED)
        request.state.account = account
        faults = parts_of(request).faults
        if route is None or not faults.concerns(route):
            return await handler(request)
        text = (await request.body()).decode(errors="replace")
        struck = faults.at(Asked(route, model=request.url.path, prompt=text))
        return await answered(request, struck, lambda: handler(request))

    return guarded


async def refused(request: Request, why: Exception) -> Response:
    """Turn a Refused into an answer with the code in the body."""
    if not isinstance(why, Refused):
        raise why
    parts_of(request).refusals[why.code] += 1
    return JSONResponse({"code": why.code, "msg": why.message, "data": None}, status_code=why.http)


async def body_of(request: Request) -> dict[str, Any]:
    """Return the request's JSON object, or refuse what is none."""
    try:
        body = json.loads(await request.body())
    except ValueError:
        raise Refused(400, "Request body is not valid JSON") from None
    if not isinstance(body, dict):
        raise Refused(400, "Request body must be a JSON object")
    return body

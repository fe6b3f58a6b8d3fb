"""createTask and recordInfo (kie/api.md 2.1, 2.2)."""

import time

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.faults.answers import answered
from sandbox.faults.kinds import CREATE, RECORD
from sandbox.faults.rules import Asked
from sandbox.ledger.bill import Order
from sandbox.orders.records import looked_up
from sandbox.orders.refused import NO_RECORD, NO_TASK, Refused

from .wire import about, account_of, answer, base_url, body_of, keyed, parts_of


async def create_task(request: Request) -> Response:
    account, settings = account_of(request), parts_of(request).settings
    account.starts.admit(most=settings.starts, seconds=settings.window_seconds)
    asked = account.tasks.checked(await body_of(request))
    prompt = str(asked.given.get("prompt", ""))
    struck = parts_of(request).faults.at(Asked(CREATE, asked.model.name, prompt, asked.callback or ""))

    async def place() -> Response:
        order = await account.tasks.place(asked, struck, base_url=base_url(request))
        return answer({"taskId": order.task_id, "recordId": order.task_id})

    return await answered(request, struck, place)


async def record_info(request: Request) -> Response:
    account, settings = account_of(request), parts_of(request).settings
    account.look_ups.admit(most=settings.look_ups_per_second, seconds=1.0)
    task_id = request.query_params.get("taskId")
    if not task_id:
        raise Refused(400, NO_TASK)
    order = account.bill.orders.get(task_id)
    struck = parts_of(request).faults.at(about(order, RECORD)) if order else []

    async def look() -> Response:
        if order is None or time.time() < order.created_ms / 1000 + _grace(order, settings.grace_seconds):
            raise Refused(422, NO_RECORD)
        return answer(looked_up(order, base_url=base_url(request)))

    return await answered(request, struck, look)


def _grace(order: Order, usual: float) -> float:
    unknown = order.fault("unknown")
    return usual if unknown is None else float(unknown["seconds"])


routes = [
    Route(f"/api/v1/{family}/{name}", keyed(handler), methods=[method])
    for family in ("jobs", "playground")
    for name, handler, method in (("createTask", create_task, "POST"), ("recordInfo", record_info, "GET"))
]

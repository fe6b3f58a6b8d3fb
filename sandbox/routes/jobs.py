"""createTask and recordInfo (kie/api.md 2.1, 2.2)."""

import asyncio
import time

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.orders.records import looked_up
from sandbox.orders.refused import NO_RECORD, Refused
from sandbox.orders.tags import tags

from .wire import account_of, answer, base_url, body_of, keyed, parts_of


async def create_task(request: Request) -> Response:
    account = account_of(request)
    account.window.admit()
    order = account.tasks.place(await body_of(request), base_url=base_url(request))
    if "drop" in tags(order.input):
        request.state.transport.abort()
        await asyncio.sleep(0)
    return answer({"taskId": order.task_id, "recordId": order.task_id})


async def record_info(request: Request) -> Response:
    parts = parts_of(request)
    task_id = request.query_params.get("taskId")
    if not task_id:
        raise Refused(400, "taskId parameter is required")
    order = account_of(request).bill.orders.get(task_id)
    if order is None or time.time() < order.created_ms / 1000 + parts.settings.grace_seconds:
        raise Refused(422, NO_RECORD)
    return answer(looked_up(order, base_url=base_url(request)))


routes = [
    Route(f"/api/v1/{family}/{name}", keyed(handler), methods=[method])
    for family in ("jobs", "playground")
    for name, handler, method in (("createTask", create_task, "POST"), ("recordInfo", record_info, "GET"))
]

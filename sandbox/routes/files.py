"""Results and uploads by their public URLs, with ranges; no key is needed to read them."""

import time

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from sandbox.faults.answers import PAGE, answered
from sandbox.faults.kinds import RESULT
from sandbox.ledger.bill import Order

from .wire import Parts, about, parts_of


async def serve(request: Request) -> Response:
    parts = parts_of(request)
    path = parts.store.file_at(request.url.path)
    if path is None:
        return PlainTextResponse("Not Found", status_code=404)
    order = parts.accounts.order(path.name.partition("_")[0])
    if order is None:
        return FileResponse(path)
    if _has_expired(order) and not _has_link(parts, request):
        return PlainTextResponse("Forbidden", status_code=403)
    struck = parts.faults.at(about(order, RESULT))
    kinds = {fault.kind for fault in struck}
    whole = FileResponse(path)

    async def send() -> Response:
        if "forbidden" in kinds:
            return PlainTextResponse("Forbidden", status_code=403)
        if "wrong_type" in kinds:
            return HTMLResponse(PAGE.format(http=200), media_type=whole.media_type)
        return Response(media_type=whole.media_type) if "zero_bytes" in kinds else whole

    return await answered(request, struck, send)


def _has_expired(order: Order) -> bool:
    expired = order.fault("expired")
    return expired is not None and time.time() >= (order.completed_ms or 0) / 1000 + expired["seconds"]


def _has_link(parts: Parts, request: Request) -> bool:
    query = request.query_params
    return parts.store.is_linked(
        request.url.path, expires=query.get("expires", ""), given=query.get("signature", "")
    )


routes = [
    Route("/k/{name:path}", serve, methods=["GET", "HEAD"]),
    Route("/kieai/{name:path}", serve, methods=["GET", "HEAD"]),
]

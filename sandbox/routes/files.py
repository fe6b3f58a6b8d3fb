"""Results and uploads by their public URLs, with ranges; no key is needed to read them."""

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from sandbox.orders.tags import tags

from .wire import Parts, parts_of


async def serve(request: Request) -> Response:
    parts = parts_of(request)
    path = parts.store.file_at(request.url.path)
    if path is None:
        return PlainTextResponse("Not Found", status_code=404)
    if _has_expired(parts, path.name) and not _has_link(parts, request):
        return PlainTextResponse("Forbidden", status_code=403)
    return FileResponse(path)


def _has_expired(parts: Parts, name: str) -> bool:
    order = parts.accounts.order(name.partition("_")[0])
    return order is not None and "url403" in tags(order.input)


def _has_link(parts: Parts, request: Request) -> bool:
    query = request.query_params
    return parts.store.is_linked(
        request.url.path, expires=query.get("expires", ""), given=query.get("signature", "")
    )


routes = [
    Route("/k/{name:path}", serve, methods=["GET", "HEAD"]),
    Route("/kieai/{name:path}", serve, methods=["GET", "HEAD"]),
]

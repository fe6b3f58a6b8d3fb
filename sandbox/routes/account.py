"""The balance, and fresh links to results (kie/api.md 4.1, 4.2)."""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.orders.refused import Refused

from .wire import account_of, answer, body_of, keyed, parts_of


async def credit(request: Request) -> Response:
    return answer(float(account_of(request).bill.balance))


async def download_url(request: Request) -> Response:
    url = (await body_of(request)).get("url")
    if not isinstance(url, str) or not _is_ours(url, request):
        raise Refused(422, "url is wrong")
    return answer(parts_of(request).store.link(url))


def _is_ours(url: str, request: Request) -> bool:
    parted = urlsplit(url)
    return parted.netloc == request.url.netloc and parted.path.startswith(("/k/", "/kieai/"))


routes = [
    Route("/api/v1/chat/credit", keyed(credit, route="balance"), methods=["GET"]),
    Route("/api/v1/common/download-url", keyed(download_url, route="link"), methods=["POST"]),
]

"""Faults of an answer: the line cut, time passing, a refusal, a page from somebody on the way."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Message, Receive, Scope, Send

from sandbox.orders.refused import WORDS, Refused

from .kinds import Fault

PAGE = (
    "<html><head><title>{http}</title></head><body><center><h1>{http}</h1></center>cloudflare</body></html>"
)


async def answered(request: Request, faults: list[Fault], act: Callable[[], Awaitable[Response]]) -> Response:
    """Do what the request asks for, unless a fault comes first, and answer as the faults will have it."""
    by_kind = {fault.kind: fault.given for fault in faults}
    if "drop_before" in by_kind:
        return await _cut(request)
    early = _instead(by_kind, accepted=False)
    response = early or await act()
    if "slow_answer" in by_kind:
        await asyncio.sleep(by_kind["slow_answer"]["seconds"])
    if "drop" in by_kind:
        return await _cut(request)
    response = early or _instead(by_kind, accepted=True) or response
    return CutInBody(response, request.state.transport) if "drop_body" in by_kind else response


def _instead(by_kind: dict[str, dict[str, Any]], *, accepted: bool) -> Response | None:
    page, refusal = by_kind.get("page"), by_kind.get("refused")
    if page and page["accepted"] is accepted:
        return HTMLResponse(PAGE.format(**page), status_code=page["http"])
    if refusal and refusal["accepted"] is accepted:
        code, message = refusal["code"], refusal["message"]
        raise Refused(code, message or WORDS.get(code, f"Error {code}"), http=refusal["http"])
    return None


async def _cut(request: Request) -> Response:
    """Cut the line; what is returned goes nowhere, once the server has noticed."""
    request.state.transport.abort()
    await asyncio.sleep(0)
    return Response()


class CutInBody(Response):
    """Another response with its true Content-Length, whose line is cut in the middle of the first piece."""

    def __init__(self, whole: Response, transport: asyncio.Transport) -> None:
        super().__init__()
        self._whole = whole
        self._transport = transport

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def half(message: Message) -> None:
            if message["type"] != "http.response.body":
                await send(message)
            elif not self._transport.is_closing():
                body = message["body"]
                await send({**message, "body": body[: len(body) // 2], "more_body": True})
                self._transport.abort()
                await asyncio.sleep(0)

        await self._whole(scope, receive, half)

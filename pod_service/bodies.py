"""A body has an end: what is longer is turned away before it is written anywhere."""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from core.errors import MEDIA_TYPE, TooLarge
from rendering.provider.limits import CALLBACK_BYTES

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LONGEST_BYTES = CALLBACK_BYTES + 1
"""A little more than the largest anybody may send us, which is a callback: for that its own view says no."""


class TooLong(Exception):
    """Raised in the application as soon as more than that has arrived."""


def bounded(app: App) -> App:
    """The ASGI application, for requests of a bounded size. Django stores a body whole before any view sees it."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        arrived = 0

        async def counted() -> MutableMapping[str, Any]:
            nonlocal arrived
            message = await receive()
            arrived += len(message.get("body", b""))
            if arrived > LONGEST_BYTES:
                raise TooLong
            return message

        try:
            if _announced(scope) > LONGEST_BYTES:
                raise TooLong
            await app(scope, counted, send)
        except TooLong:
            await _refuse(send)

    return guarded


def _announced(scope: Scope) -> int:
    told = dict(scope["headers"]).get(b"content-length", b"")
    return int(told) if told.isdigit() else 0


async def _refuse(send: Send) -> None:
    problem = TooLarge()
    body = json.dumps(problem.document()).encode()
    headers = [
        (b"content-type", MEDIA_TYPE.encode()), (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]  # fmt: skip
    await send({"type": "http.response.start", "status": int(problem.status), "headers": headers})
    await send({"type": "http.response.body", "body": body})

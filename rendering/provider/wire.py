"""One request, one answer: sending, bounded reading, and the provider's envelope."""

import json
import ssl
import time
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Final

import httpx

from rendering.provider.errors import Faltered, Misdirected, NoAnswer, NotDelivered, ProviderFault, fault_of
from rendering.provider.limits import ANSWER_BYTES, Patience

USER_AGENT: Final = "pod-studio/1.0"
_QUOTED: Final = 300
_NEVER_LEFT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A JSON object with its effective status; `data` is the envelope's content."""

    status: int
    said: str
    body: dict[str, Any]

    @property
    def data(self) -> Any:
        return self.body.get("data")


@cache
def _trusted() -> ssl.SSLContext:
    """Loaded once, because each studio with a key of its own has a client of its own."""
    return httpx.create_ssl_context()


class Wire:
    """The connection to the provider under one key, which appears in no representation, log or exception.

    Faults are raised outside the `except` that noticed them: the frames of the HTTP library hold the headers.
    Connections are not kept: a kept one that died looks like a lost order, and sockets do not survive a fork.
    """

    def __init__(self, api_key: str, *, patience: Patience) -> None:
        if not (api_key.isascii() and api_key.isprintable() and api_key.strip() == api_key != ""):
            raise ValueError("The provider key is empty or holds characters a header can not carry.")
        self._key = api_key
        self._patience = patience
        self._http = httpx.Client(
            headers={"Authorization": f"Bearer {api_key}", "User-Agent": USER_AGENT},
            limits=httpx.Limits(max_keepalive_connections=0),
            verify=_trusted(),
        )

    def ask(self, method: str, url: str, *, wait: float, **content: Any) -> Answer:
        """The answer when its effective status is 200; raises the ProviderFault it amounts to otherwise."""
        timeout = httpx.Timeout(wait, connect=self._patience.connect)
        request = self._http.build_request(method, url, timeout=timeout, **content)
        answer = read(*self._exchange(request, until=time.monotonic() + wait))
        if answer.status != 200:
            raise fault_of(answer.status, answer.said)
        return answer

    def close(self) -> None:
        self._http.close()

    def _exchange(self, request: httpx.Request, *, until: float) -> tuple[int, str]:
        fault: ProviderFault
        try:
            response = self._http.send(request, stream=True)
            try:
                return response.status_code, self._without_key(_bounded(response, until))
            finally:
                response.close()
        except _NEVER_LEFT as trouble:
            fault = NotDelivered(self._told(trouble))
        except httpx.HTTPError as trouble:
            fault = NoAnswer(self._told(trouble))
        raise fault

    def _told(self, trouble: httpx.HTTPError) -> str:
        return self._without_key(f"{type(trouble).__name__}: {trouble}")[:_QUOTED]

    def _without_key(self, text: str) -> str:
        return text.replace(self._key, "[key]")


def _bounded(response: httpx.Response, until: float) -> str:
    received = bytearray()
    for chunk in response.iter_bytes():
        received += chunk
        if len(received) > ANSWER_BYTES:
            raise Faltered("The answer is too large to be one.", status=response.status_code)
        if time.monotonic() > until:
            raise NoAnswer("The answer came too slowly.", status=response.status_code)
    return received.decode(errors="replace")


NOWHERE = frozenset({404, 405})
"""As HTTP statuses of an answer that is none of the provider's own: a wrong path (kie/api.md §1.3)."""


def read(status: int, text: str) -> Answer:
    """Read an answer. The body's code outranks the HTTP status where it is one (kie/api.md §1.2)."""
    try:
        body = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError):
        body = None
    if status in NOWHERE and (not isinstance(body, dict) or "code" not in body):
        raise Misdirected(text.strip()[:_QUOTED] or "an empty answer", status=status)
    if not isinstance(body, dict):
        # A page from somebody on the way: only a 4xx proves that the request went no further.
        kind = fault_of(status, "") if 400 <= status < 500 else Faltered("", status=status)
        raise type(kind)(text.strip()[:_QUOTED] or "an empty answer", status=status)
    return Answer(_effective(status, body.get("code")), _said(body)[:_QUOTED], body)


def _effective(status: int, code: Any) -> int:
    if isinstance(code, str) and code.isdecimal() and len(code) == 3:
        code = int(code)
    return code if type(code) is int and 100 <= code <= 599 else status


def _said(body: dict[str, Any]) -> str:
    error = body.get("error")
    nested = error.get("message") if isinstance(error, dict) else error
    return next(
        (text for text in (body.get("msg"), body.get("message"), nested) if isinstance(text, str)), ""
    )

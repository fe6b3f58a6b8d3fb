"""Tell the caller that a task ended; only ever on this machine (kie/api.md 2.3, 2.4)."""

import asyncio
import base64
import hashlib
import hmac
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sandbox.ledger.bill import Order
from sandbox.settings import Settings

from .records import called_back, forged

if TYPE_CHECKING:
    import httpx

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_RETRY_SECONDS = (5.0, 15.0, 45.0)
_USUAL_LATENCY = 2.0
_TIMEOUT_SECONDS = 15.0


def signature(task_id: str, timestamp: str, key: str) -> str:
    """Return the webhook signature: base64 of HMAC-SHA256 over "taskId.timestamp" (kie/api.md 2.4)."""
    signed = hmac.new(key.encode(), f"{task_id}.{timestamp}".encode(), hashlib.sha256)
    return base64.b64encode(signed.digest()).decode()


class Callbacks:
    """The way out, over one client for all of an account's orders."""

    def __init__(self, settings: Settings, webhook_key: str | None) -> None:
        self._settings = settings
        self._key = webhook_key
        self._client: httpx.AsyncClient | None = None

    async def deliver(self, order: Order) -> None:
        """Post the callback, up to four times, and as often over as faults say; the order notes how it went."""
        address = order.callback
        if not address or order.fault("callback_lost") is not None:
            return
        if not _is_here(address):
            order.callback_note = "not called: only loopback addresses are"
            return
        await asyncio.sleep((order.fault("callback_late") or {}).get("seconds", 0))
        for _ in range((order.fault("callback_repeated") or {}).get("copies", 1)):
            order.callback_note = await self._post_until_taken(order, address)

    async def forge(self, order: Order, *, another: str, how: str, seconds: float) -> None:
        """Post, once, what the provider never said: badly signed, of `another` task, or a lie about the state."""
        if not order.callback or not _is_here(order.callback):
            return
        await asyncio.sleep(seconds)
        body = forged(order, how=how, another=another)
        signed = _signed(body["data"]["taskId"], "a wrong key" if how == "signature" else self._key)
        await self._post(order.callback, body, signed)

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()

    async def _post_until_taken(self, order: Order, address: str) -> str:
        scale = min(1.0, self._settings.latency_seconds / _USUAL_LATENCY)
        for pause in (0.0, *_RETRY_SECONDS):
            await asyncio.sleep(pause * scale)
            if await self._post(address, called_back(order), _signed(order.task_id, self._key)):
                return "delivered"
        return "given up"

    async def _post(self, address: str, body: dict[str, Any], headers: dict[str, str]) -> bool:
        import httpx  # late: a sandbox without callbacks stays small

        if self._client is None:
            alone = httpx.Limits(max_keepalive_connections=0)
            self._client = httpx.AsyncClient(timeout=_TIMEOUT_SECONDS, trust_env=False, limits=alone)
        try:
            answer = await self._client.post(address, json=body, headers=headers)
        except httpx.HTTPError:
            return False
        return answer.status_code == 200


def _is_here(address: str) -> bool:
    return urlsplit(address).hostname in LOOPBACK


def _signed(task_id: str, key: str | None) -> dict[str, str]:
    if not key:
        return {}
    timestamp = str(int(time.time()))
    return {"X-Webhook-Timestamp": timestamp, "X-Webhook-Signature": signature(task_id, timestamp, key)}

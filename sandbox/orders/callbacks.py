"""Tell the caller that a task ended; only ever on this machine (kie/api.md 2.3, 2.4)."""

import asyncio
import base64
import hashlib
import hmac
import time
from urllib.parse import urlsplit

from sandbox.ledger.bill import Order
from sandbox.settings import Settings

from .records import called_back
from .tags import tags

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_RETRY_SECONDS = (5.0, 15.0, 45.0)
_USUAL_LATENCY = 2.0
_TIMEOUT_SECONDS = 15.0


def signature(task_id: str, timestamp: str, key: str) -> str:
    """Return the webhook signature: base64 of HMAC-SHA256 over "taskId.timestamp" (kie/api.md 2.4)."""
    signed = hmac.new(key.encode(), f"{task_id}.{timestamp}".encode(), hashlib.sha256)
    return base64.b64encode(signed.digest()).decode()


async def deliver(order: Order, settings: Settings, webhook_key: str | None) -> None:
    """Post the callback, up to four times, twice over for [[dupcb]]; a note on the order says how it went."""
    wanted = tags(order.input)
    if not order.callback or "nocb" in wanted:
        return
    if urlsplit(order.callback).hostname not in LOOPBACK:
        order.callback_note = "not called: only loopback addresses are"
        return
    for _ in range(2 if "dupcb" in wanted else 1):
        order.callback_note = await _post_until_taken(order, order.callback, settings, webhook_key)


async def _post_until_taken(order: Order, address: str, settings: Settings, webhook_key: str | None) -> str:
    import httpx  # late: a sandbox without callbacks stays small

    scale = min(1.0, settings.latency_seconds / _USUAL_LATENCY)
    async with httpx.AsyncClient(timeout=_TIMEOUT_SECONDS, trust_env=False) as client:
        for pause in (0.0, *_RETRY_SECONDS):
            await asyncio.sleep(pause * scale)
            headers = _signed(order.task_id, webhook_key)
            try:
                answer = await client.post(address, json=called_back(order), headers=headers)
            except httpx.HTTPError:
                continue
            if answer.status_code == 200:
                return "delivered"
    return "given up"


def _signed(task_id: str, key: str | None) -> dict[str, str]:
    if not key:
        return {}
    timestamp = str(int(time.time()))
    return {"X-Webhook-Timestamp": timestamp, "X-Webhook-Signature": signature(task_id, timestamp, key)}

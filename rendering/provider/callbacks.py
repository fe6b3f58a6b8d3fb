"""Callbacks (kie/api.md §2.3, §2.4): hints only, for their bodies are not signed; the truth is looked up."""

import base64
import hashlib
import hmac
import json
import re
from typing import Any

from rendering.provider.limits import CALLBACK_WINDOW_SECONDS

TIMESTAMP_HEADER = "X-Webhook-Timestamp"
SIGNATURE_HEADER = "X-Webhook-Signature"
_TASK_ID = re.compile(r"[!-~]{1,100}")


def signature(task_id: str, timestamp: str, key: str) -> str:
    """Base64 of HMAC-SHA256 over `task_id.timestamp`."""
    digest = hmac.new(key.encode(), f"{task_id}.{timestamp}".encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def is_genuine(task_id: str, *, timestamp: str, signed: str, key: str, now: float) -> bool:
    """Whether the provider signed this within five minutes of `now` (Unix seconds), before or after."""
    if not key or not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12):
        return False
    is_recent = abs(now - int(timestamp)) <= CALLBACK_WINDOW_SECONDS
    is_signed = hmac.compare_digest(signature(task_id, timestamp, key).encode(), signed.encode())
    return is_recent and is_signed


def task_id_of(body: bytes) -> str | None:
    """The task a callback is about, in any of the provider's spellings; None when it names none."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return None
    for holder in (content.get("data"), content) if isinstance(content, dict) else ():
        if (found := _named(holder)) is not None:
            return found
    return None


def _named(holder: Any) -> str | None:
    if not isinstance(holder, dict):
        return None
    for name in ("taskId", "task_id"):
        if isinstance(found := holder.get(name), str) and _TASK_ID.fullmatch(found):
            return str(found)
    return None

"""The chat-completions paths: answer, count tokens, charge (kie/api.md 7.1, 7.2)."""

import asyncio
import json
import math
import secrets
import time
from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from sandbox.orders import prices
from sandbox.orders.refused import NO_CREDITS, Refused
from sandbox.routes.wire import account_of, body_of, keyed, parts_of

from . import brief, casting, shots, story
from .fill import fill

# Path segment to price-book model.
_MODELS = {
    **{name: name for name in (
        "gemini-2.5-flash", "gemini-2.5-pro", "gemini-3-flash", "gemini-3-pro", "gemini-3.1-pro", "gpt-5-2",
    )},
    **{f"gemini-3-{minor}-flash-openai": f"gemini-3.{minor}-flash" for minor in (5, 6, 7, 8)},
}  # fmt: skip
_BYTES_PER_TOKEN = 4
_THOUGHT_SHARE = 1.5
_LATENCY_SHARE = 0.25
_CHUNK_CHARACTERS = 400


async def complete(request: Request) -> Response:
    parts, body = parts_of(request), await body_of(request)
    messages = [message for message in body.get("messages") or [] if isinstance(message, dict)]
    if not messages:
        raise Refused(422, "messages is required")
    bill = account_of(request).bill
    if bill.balance <= 0:
        raise Refused(402, NO_CREDITS)
    model = _MODELS[request.url.path.split("/")[1]]
    text = _reply(messages, body.get("response_format"))
    usage = _usage(json.dumps(messages, ensure_ascii=False), text)
    credits = prices.chat_price(
        model, tokens_in=usage["prompt_tokens"], tokens_out=usage["total_tokens"] - usage["prompt_tokens"]
    )
    await asyncio.sleep(parts.settings.latency_seconds * _LATENCY_SHARE)
    bill.charge_chat(model, credits, at=time.time_ns() // 1_000_000)
    head = {"id": f"chatcmpl-{secrets.token_hex(12)}", "created": int(time.time()), "model": model}
    tail = {"usage": usage, "credits_consumed": float(credits)}
    if body.get("stream", True):
        return StreamingResponse(_streamed(head, text, tail), media_type="text/event-stream")
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return JSONResponse({**head, "object": "chat.completion", "choices": [choice], **tail})


def _reply(messages: list[dict[str, Any]], response_format: Any) -> str:
    asked = brief.read(messages)
    wanted = response_format if isinstance(response_format, dict) else {}
    schema = wanted.get("json_schema", {}).get("schema") if wanted.get("type") == "json_schema" else None
    if not isinstance(schema, dict):
        written = story.script(asked)
        return f"{written['title']}. {written['logline']}"
    return json.dumps(fill(schema, _offer(asked, schema)), ensure_ascii=False)


def _offer(asked: brief.Brief, schema: dict[str, Any]) -> dict[str, Any]:
    """Return the content that belongs to what the schema's properties are about."""
    wanted = set(schema.get("properties", {}))
    if "shots" in wanted:
        return shots.plan(asked, asked.script or story.script(asked))
    if wanted & {"hero_engine", "clips_engine", "stills_engine"}:
        return casting.cast(asked)
    return story.script(asked)


def _usage(sent: str, text: str) -> dict[str, Any]:
    tokens_in = math.ceil(len(sent.encode()) / _BYTES_PER_TOKEN)
    tokens_out = math.ceil(len(text.encode()) / _BYTES_PER_TOKEN)
    thought = round(tokens_out * _THOUGHT_SHARE)
    return {
        "prompt_tokens": tokens_in, "completion_tokens": tokens_out, "total_tokens": tokens_in + tokens_out + thought,
        "completion_tokens_details": {"reasoning_tokens": thought},
    }  # fmt: skip


async def _streamed(head: dict[str, Any], text: str, tail: dict[str, Any]) -> AsyncIterator[str]:
    pieces = [text[start : start + _CHUNK_CHARACTERS] for start in range(0, len(text), _CHUNK_CHARACTERS)]
    for piece in pieces:
        choice = {"index": 0, "delta": {"role": "assistant", "content": piece}, "finish_reason": None}
        yield _event({**head, "object": "chat.completion.chunk", "choices": [choice]})
    last = {"index": 0, "delta": {}, "finish_reason": "stop"}
    yield _event({**head, "object": "chat.completion.chunk", "choices": [last], **tail})
    yield "data: [DONE]\n\n"


def _event(content: dict[str, Any]) -> str:
    return f"data: {json.dumps(content, ensure_ascii=False)}\n\n"


routes = [
    Route(f"/{name}/v1/chat/completions", keyed(complete, route="chat"), methods=["POST"]) for name in _MODELS
]

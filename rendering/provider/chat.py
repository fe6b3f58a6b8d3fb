"""The shapes of a language-model call (kie/api.md §7.1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from rendering.provider.errors import Faltered
from rendering.provider.records import amount


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of the conversation."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatAnswer:
    """What the model wrote. `credits_consumed` is 0 when the provider does not say."""

    text: str
    credits_consumed: Decimal


def request(messages: Iterable[Message], schema: dict[str, Any] | None) -> dict[str, Any]:
    """The body of a call. The provider streams unless told otherwise; the model is in the path, not here."""
    body: dict[str, Any] = {
        "stream": False,
        "include_thoughts": False,
        "messages": [
            {"role": message.role, "content": [{"type": "text", "text": message.text}]}
            for message in messages
        ],
    }
    if schema is not None:
        shape = {"name": schema.get("title", "answer"), "strict": True, "schema": schema}
        body["response_format"] = {"type": "json_schema", "json_schema": shape}
    return body


def read(body: dict[str, Any]) -> ChatAnswer:
    """The answer in a call's body. Raises Faltered when there is none."""
    try:
        content = body["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        content = None
    if isinstance(content, list):
        content = "".join(part["text"] for part in content if isinstance(part, dict) and "text" in part)
    if not isinstance(content, str) or not content.strip():
        raise Faltered("The language model answered nothing.", status=200)
    return ChatAnswer(text=content, credits_consumed=amount(body.get("credits_consumed")) or Decimal(0))

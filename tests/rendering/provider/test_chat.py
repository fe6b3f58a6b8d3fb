import json
from decimal import Decimal
from typing import Any

import pytest

from rendering.provider.chat import Message
from rendering.provider.client import Client
from rendering.provider.errors import Faltered, KeyRefused, NoAnswer, OutOfCredits, Rejected
from tests.rendering.provider.clients import impatient
from tests.rendering.provider.raw_server import Behavior, hanging_up, saying, serving

HELLO = [Message("system", "You are kind."), Message("user", "hello")]


def completion(content: Any, **members: Any) -> str:
    message = {"role": "assistant", "content": content}
    return json.dumps({"choices": [{"index": 0, "message": message}], **members})


def test_it_answers_and_says_what_it_cost(client: Client) -> None:
    answer = client.chat("gemini-2.5-flash", HELLO)
    assert answer.text
    assert answer.credits_consumed >= Decimal("0.01")


def test_it_asks_for_the_whole_answer_in_the_given_schema() -> None:
    schema = {"title": "Answer", "type": "object", "properties": {"text": {"type": "string"}}}
    with serving(saying(completion("{}"))) as server:
        impatient(server.url).chat("gemini-2.5-flash", HELLO, schema)
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    sent = json.loads(body)
    assert head.startswith(b"POST /gemini-2.5-flash/v1/chat/completions HTTP/1.1")
    assert sent["stream"] is False
    assert sent["messages"][1] == {"role": "user", "content": [{"type": "text", "text": "hello"}]}
    assert sent["response_format"]["json_schema"] == {"name": "Answer", "strict": True, "schema": schema}


@pytest.mark.parametrize(
    ("content", "text"),
    [("pong", "pong"), ([{"type": "text", "text": "po"}, {"type": "text", "text": "ng"}], "pong")],
)
def test_it_reads_text_and_parts(content: Any, text: str) -> None:
    body = completion(content, credits_consumed=0.42)
    with serving(saying(body, headers="Content-Type: text/plain\r\n")) as server:
        answer = impatient(server.url).chat("gemini-2.5-flash", HELLO)
    assert (answer.text, answer.credits_consumed) == (text, Decimal("0.42"))


@pytest.mark.parametrize(
    ("behavior", "kind"),
    [
        (saying('{"code":401,"msg":"Unauthorized"}'), KeyRefused),
        (saying('{"code":402,"msg":"Credits insufficient"}'), OutOfCredits),
        (saying('{"error":{"message":"bad schema","type":"x"}}', status="400 Bad Request"), Rejected),
        (saying('{"choices":[]}'), Faltered),
        (saying(completion("  ")), Faltered),
        (saying(completion(None)), Faltered),
        (saying("data: {}"), Faltered),
        (hanging_up, NoAnswer),
    ],
)
def test_it_tells_faults_apart(behavior: Behavior, kind: type[Exception]) -> None:
    with serving(behavior) as server, pytest.raises(kind):
        impatient(server.url).chat("gemini-2.5-flash", HELLO)

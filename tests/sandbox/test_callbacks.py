import base64
import hashlib
import hmac
import json
from typing import Any

from tests.sandbox.listener import Listener

FAILED = {"prompt": "x [[fail:nsfw]]", "aspect_ratio": "1:1"}


def test_success_is_told_with_the_input_as_an_object(sandbox: Any, listener: Listener) -> None:
    task = sandbox.order("z-image", f"{listener.url}/kie?order=7", prompt="a dog", aspect_ratio="1:1")
    path, headers, body = listener.heard.get(timeout=20)
    assert path == "/kie?order=7"
    assert (body["code"], body["msg"]) == (200, "Playground task completed successfully.")
    assert (body["data"]["taskId"], body["data"]["state"]) == (task, "success")
    assert json.loads(body["data"]["param"])["input"]["prompt"] == "a dog"
    assert "x-webhook-signature" not in headers


def test_failure_is_told_as_501(sandbox: Any, listener: Listener) -> None:
    sandbox.order("z-image", listener.url, **FAILED)
    _, _, body = listener.heard.get(timeout=20)
    assert (body["code"], body["data"]["state"], body["data"]["creditsConsumed"]) == (501, "fail", 0)


def test_a_webhook_key_signs_the_task_and_the_moment(start: Any, listener: Listener) -> None:
    signing = start("--latency", "0", "--webhook-key", "hook")
    task = signing.order("z-image", listener.url, **FAILED)
    _, headers, _ = listener.heard.get(timeout=20)
    signed = f"{task}.{headers['x-webhook-timestamp']}".encode()
    expected = base64.b64encode(hmac.new(b"hook", signed, hashlib.sha256).digest()).decode()
    assert headers["x-webhook-signature"] == expected


def test_it_tries_again_until_it_is_taken(sandbox: Any, listener: Listener) -> None:
    listener.answers = [500, 503]
    sandbox.order("z-image", listener.url, **FAILED)
    assert len([listener.heard.get(timeout=20) for _ in range(3)]) == 3


def test_a_tag_doubles_it(sandbox: Any, listener: Listener) -> None:
    task = sandbox.order("z-image", listener.url, prompt="x [[dupcb]] [[fail:nsfw]]", aspect_ratio="1:1")
    bodies = [listener.heard.get(timeout=20)[2] for _ in range(2)]
    assert [body["data"]["taskId"] for body in bodies] == [task, task]


def test_a_tag_keeps_it_back(sandbox: Any, listener: Listener) -> None:
    sandbox.finished(
        sandbox.order("z-image", listener.url, prompt="[[nocb]] [[fail:nsfw]]", aspect_ratio="1:1")
    )
    sandbox.order("z-image", f"{listener.url}/second", **FAILED)
    assert listener.heard.get(timeout=20)[0] == "/second"


def test_it_never_calls_another_machine(sandbox: Any) -> None:
    task = sandbox.order("z-image", "http://192.0.2.1/kie", **FAILED)
    sandbox.finished(task)
    line = next(line for line in sandbox.bill()["orders"] if line["taskId"] == task)
    assert line["callbackNote"] == "not called: only loopback addresses are"

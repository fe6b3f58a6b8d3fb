import time
from decimal import Decimal
from typing import Any

import pytest

from rendering.provider import records
from rendering.provider.client import Client
from rendering.provider.errors import Faltered, KeyRefused, NoAnswer, NotDelivered
from rendering.provider.records import State, TaskState
from tests.rendering.provider.clients import impatient, permit_for
from tests.rendering.provider.raw_server import hanging_up, saying, serving
from tests.sandbox_process import SandboxProcess

CALLBACK = "http://127.0.0.1:9/hooks/kie/att_1/unguessable"


def order(client: Client, prompt: str) -> str:
    sent = {"prompt": prompt, "aspect_ratio": "16:9", "output_format": "png"}
    return client.order(permit_for(), sent, CALLBACK)


def settled(client: Client, task_id: str) -> TaskState:
    for _ in range(200):
        if (task := client.look_up(task_id)).state != State.WAITING:
            return task
        time.sleep(0.05)
    raise AssertionError("the task never ended")


def test_it_follows_a_task_to_its_result(client: Client) -> None:
    task_id = order(client, "a lighthouse")
    assert client.look_up(task_id).credits_consumed == Decimal("4")
    task = settled(client, task_id)
    assert (task.state, task.model, task.callback_url) == (State.SUCCESS, "google/nano-banana", CALLBACK)
    assert (len(task.result_urls), task.credits_consumed, task.fail_code) == (1, Decimal("4"), None)


def test_it_tells_why_a_task_failed_and_that_it_cost_nothing(client: Client) -> None:
    task = settled(client, order(client, "a lighthouse [[fail:nsfw]]"))
    assert (task.state, task.fail_msg, task.credits_consumed) == (State.FAIL, "nsfw", Decimal("0"))
    assert task.fail_code
    assert task.result_urls == ()


def test_a_task_ordered_just_now_may_not_be_known_yet(client: Client, provider: SandboxProcess) -> None:
    provider.change(grace_seconds=30)
    assert client.look_up(order(client, "too new")).state == State.NOT_YET_KNOWN


@pytest.mark.parametrize(
    "body",
    [
        '{"code":422,"msg":"recordInfo is null","data":null}',
        '{"code":404,"msg":"not found"}',
        '{"code":200,"msg":"success","data":null}',
    ],
)
def test_every_way_of_not_knowing_a_task_is_read(body: str) -> None:
    with serving(saying(body)) as server:
        assert impatient(server.url).look_up("t-1").state == State.NOT_YET_KNOWN


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('{"code":401,"msg":"Unauthorized"}', KeyRefused),
        ('{"code":500,"msg":"Internal Error"}', Faltered),
        ('{"code":200,"data":{"taskId":"t-2","state":"success"}}', Faltered),
        ('{"code":200,"data":{"taskId":"t-1","state":"dancing"}}', Faltered),
        ("<html>", Faltered),
    ],
)
def test_a_fault_is_not_a_state(body: str, kind: type[Exception]) -> None:
    with serving(saying(body)) as server, pytest.raises(kind):
        impatient(server.url).look_up("t-1")


def test_no_answer_is_not_a_failure() -> None:
    with serving(hanging_up) as server, pytest.raises(NoAnswer):
        impatient(server.url).look_up("t-1")
    with pytest.raises(NotDelivered):
        impatient(server.url).look_up("t-1")


def read(**members: Any) -> TaskState:
    return records.read("t-1", {"taskId": "t-1", "state": "success", **members})


@pytest.mark.parametrize(
    ("result", "urls"),
    [
        ('{"resultUrls":["https://a/1.mp4","https://a/2.mp4"]}', ("https://a/1.mp4", "https://a/2.mp4")),
        ({"resultUrls": ["https://a/1.mp4"]}, ("https://a/1.mp4",)),
        ('{"result_urls":["https://a/1.mp4"]}', ("https://a/1.mp4",)),
        ('{"resultUrls":"[\\"https://a/1.mp4\\"]"}', ("https://a/1.mp4",)),
        ('{"resultUrls":[],"images":[{"url":"https://a/1.png"}]}', ("https://a/1.png",)),
        ('{"resultUrls":[{"resultUrl":"https://a/1.png"}]}', ("https://a/1.png",)),
        (
            '{"resultWaterMarkUrls":["https://a/w.mp4"],"resultUrls":["https://a/1.mp4"]}',
            ("https://a/1.mp4",),
        ),
        ('{"resultWaterMarkUrls":["https://a/w.mp4"],"other":"https://a/1.mp4"}', ("https://a/1.mp4",)),
        ("https://a/1.mp4", ("https://a/1.mp4",)),
        ('{"resultObject":{"text":"no address"}}', ()),
        ("", ()),
        ("{", ()),
        (None, ()),
    ],
)
def test_results_are_found_however_they_are_listed(result: Any, urls: tuple[str, ...]) -> None:
    assert read(resultJson=result).result_urls == urls


@pytest.mark.parametrize(
    ("consumed", "credits"),
    [
        (Decimal("70.0"), 70),
        (70, 70),
        ("70.5", Decimal("70.5")),
        (0, 0),
        (None, None),
        (True, None),
        ("-1", None),
    ],
)
def test_credits_are_read_exactly(consumed: Any, credits: Any) -> None:
    assert read(creditsConsumed=consumed).credits_consumed == credits


def test_the_callback_address_is_read_out_of_the_double_encoded_order() -> None:
    param = '{"input":"{\\"prompt\\":\\"x\\"}","model":"m","callBackUrl":"https://pod/hooks/kie/att_1/t"}'
    assert read(param=param).callback_url == "https://pod/hooks/kie/att_1/t"
    assert read(param="garbled").callback_url is None


def test_an_answer_keeps_every_digit_of_a_number() -> None:
    body = '{"code":200,"data":{"taskId":"t-1","state":"waiting","creditsConsumed":0.12345678901234567890}}'
    with serving(saying(body)) as server:
        task = impatient(server.url).look_up("t-1")
    assert task.credits_consumed == Decimal("0.12345678901234567890")

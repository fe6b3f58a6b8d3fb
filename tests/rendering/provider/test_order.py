import json
import os
from typing import Any

import pytest

from rendering.engines import catalog
from rendering.engines.engine import Work
from rendering.provider.client import Client
from rendering.provider.errors import Ambiguous, KeyRefused, OutOfCredits, Rejected, TooFast
from tests.rendering.provider.clients import impatient, permit_for
from tests.rendering.provider.raw_server import saying, serving
from tests.sandbox_process import SandboxProcess

STILL = {"prompt": "a lighthouse", "aspect_ratio": "16:9", "output_format": "png"}
CALLBACK = "http://127.0.0.1:9/hooks/kie/att_1/unguessable"


def billed(provider: SandboxProcess, prompt: str) -> list[dict[str, Any]]:
    return [order for order in provider.bill()["orders"] if order["input"]["prompt"] == prompt]


def test_it_returns_the_task_id_of_the_order_on_the_bill(client: Client, provider: SandboxProcess) -> None:
    sent = {**STILL, "prompt": "one order, one callback address"}
    task_id = client.order(permit_for(), sent, CALLBACK)
    (order,) = billed(provider, sent["prompt"])
    assert (order["taskId"], order["callback"], order["model"]) == (task_id, CALLBACK, "google/nano-banana")


@pytest.mark.parametrize("engine", catalog.ENGINES, ids=lambda engine: engine.name)
def test_the_provider_takes_every_engine_s_input(client: Client, engine: Any) -> None:
    work = Work(
        prompt="a lighthouse at dusk [[fail:nsfw]]",
        aspect="9:16",
        resolution=engine.resolutions[0],
        seconds=engine.durations[0] if engine.durations else None,
        first_frame_url="https://files.example/a.png" if engine.kind == "clip" else None,
    )
    spec = engine.spec(work.resolution, work.seconds)
    assert client.order(permit_for(spec.model), engine.build_input(work))


def test_without_a_callback_address_none_is_sent() -> None:
    with serving(saying('{"code":200,"data":{"taskId":"t-1"}}')) as server:
        assert impatient(server.url).order(permit_for("veo-3-1#veo3_fast"), STILL) == "t-1"
    body = json.loads(server.requests[0].partition(b"\r\n\r\n")[2])
    assert body == {"model": "veo-3-1", "input": STILL}


@pytest.mark.parametrize("pass_", [None, "permit", {"model": "google/nano-banana", "work": "shot-01"}])
def test_it_sends_nothing_without_a_permit(pass_: Any) -> None:
    with serving(saying("{}")) as server, pytest.raises(TypeError, match="needs a permit"):
        impatient(server.url).order(pass_, STILL)
    assert server.requests == []


def test_an_order_whose_answer_is_dropped_is_in_doubt_and_sent_once(
    client: Client, provider: SandboxProcess
) -> None:
    sent = {**STILL, "prompt": "taken, then silence [[drop]]"}
    with pytest.raises(Ambiguous):
        client.order(permit_for(), sent, CALLBACK)
    assert len(billed(provider, sent["prompt"])) == 1


def test_it_says_when_the_input_is_wrong(client: Client) -> None:
    with pytest.raises(Rejected, match="prompt is required") as fault:
        client.order(permit_for(), {"aspect_ratio": "16:9"})
    assert fault.value.status == 500


def test_it_says_when_the_model_is_unknown(client: Client) -> None:
    with pytest.raises(Rejected, match="not supported"):
        client.order(permit_for("nobody/nothing"), STILL)


def test_it_says_when_the_account_is_empty(client: Client, provider: SandboxProcess) -> None:
    provider.change(balance=1)
    with pytest.raises(OutOfCredits, match="insufficient"):
        client.order(permit_for(), STILL)


def test_it_says_when_orders_come_too_fast(client: Client, provider: SandboxProcess) -> None:
    provider.change(starts=0)
    with pytest.raises(TooFast, match="frequency is too high"):
        client.order(permit_for(), STILL)


def test_it_says_when_the_key_is_wrong(provider: SandboxProcess) -> None:
    with pytest.raises(KeyRefused, match="Authentication failed"):
        Client(provider.url, provider.url, os.environ["POD_KIE_API_KEY"] + "x").order(permit_for(), STILL)

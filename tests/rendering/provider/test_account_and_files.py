import time
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from rendering.provider.client import Client
from rendering.provider.errors import Faltered, Rejected
from tests.rendering.provider.clients import impatient, permit_for
from tests.rendering.provider.raw_server import saying, serving
from tests.sandbox_process import SandboxProcess

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(300)


def test_the_balance_is_what_the_provider_keeps(client: Client, provider: SandboxProcess) -> None:
    provider.change(balance="5916.25")
    assert client.balance() == Decimal("5916.25")


@pytest.mark.parametrize("data", ["5916.25", '"5916.25"', '{"credits":5916.25}'])
def test_the_balance_is_read_in_every_spelling(data: str) -> None:
    with serving(saying(f'{{"code":200,"data":{data}}}')) as server:
        assert impatient(server.url).balance() == Decimal("5916.25")


@pytest.mark.parametrize("data", ["null", '"plenty"', "[]", "true"])
def test_a_balance_that_is_no_number_is_a_fault(data: str) -> None:
    with serving(saying(f'{{"code":200,"data":{data}}}')) as server, pytest.raises(Faltered):
        impatient(server.url).balance()


def test_an_upload_can_be_fetched_and_never_replaces_another(client: Client, tmp_path: Path) -> None:
    path = tmp_path / "keyframe.png"
    path.write_bytes(PICTURE)
    first, second = client.upload(path, "shot-01.png"), client.upload(path, "shot-01.png")
    assert first != second
    assert httpx.get(first).content == httpx.get(second).content == PICTURE


def test_a_result_gets_a_fresh_link(client: Client) -> None:
    task_id = client.order(permit_for(), {"prompt": "a lighthouse", "aspect_ratio": "16:9"})
    while not (urls := client.look_up(task_id).result_urls):
        time.sleep(0.05)
    link = client.download_url(urls[0])
    assert httpx.get(link).content == httpx.get(urls[0]).content


def test_a_foreign_address_gets_no_link(client: Client) -> None:
    with pytest.raises(Rejected, match="url is wrong"):
        client.download_url("https://elsewhere.example/a.mp4")


def test_the_models_on_offer_are_listed(client: Client) -> None:
    assert {"bytedance/seedance-2", "kling-3.0/video", "google/nano-banana"} <= set(client.models())


def test_every_request_carries_our_own_user_agent() -> None:
    with serving(saying('{"code":200,"data":1}')) as server:
        impatient(server.url).balance()
    assert b"\r\nUser-Agent: pod-studio/" in server.requests[0]

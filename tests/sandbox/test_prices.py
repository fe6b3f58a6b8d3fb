from typing import Any

import pytest

KLING = {"prompt": "x", "aspect_ratio": "16:9", "duration": "5", "multi_shots": False, "multi_prompt": [],
         "kling_elements": []}  # fmt: skip
SEEDANCE_15 = {"prompt": "a man", "aspect_ratio": "16:9", "duration": 4, "resolution": "480p"}


@pytest.mark.parametrize(
    ("model", "given", "credits"),
    [
        ("bytedance/seedance-2", {"prompt": "a man", "resolution": "1080p", "duration": 15}, "1530.00"),
        ("bytedance/seedance-1.5-pro", SEEDANCE_15, "7.00"),
        ("bytedance/seedance-1.5-pro", SEEDANCE_15 | {"generate_audio": True}, "14.00"),
        ("kling-3.0/video", KLING | {"mode": "std", "sound": False}, "70.00"),
        ("kling-3.0/video", KLING | {"mode": "std", "sound": True}, "100.00"),
        ("kling-3.0/video", KLING | {"mode": "pro", "sound": True}, "135.00"),
        ("kling-3.0/video", KLING | {"mode": "4K", "sound": False}, "335.00"),
        ("gemini-omni-video", {"prompt": "x", "duration": "4"}, "63.00"),
        ("gemini-omni-video", {"prompt": "x", "duration": "10", "resolution": "4k"}, "210.00"),
        ("veo-3-1", {"prompt": "x"}, "60.00"),
        ("veo-3-1", {"prompt": "x", "model": "veo3_lite", "resolution": "1080p"}, "35.00"),
        ("veo-3-1", {"prompt": "x", "model": "veo3", "resolution": "4k", "duration": 4}, "370.00"),
        ("google/nano-banana", {"prompt": "x"}, "4.00"),
        ("nano-banana-2", {"prompt": "x", "resolution": "2K"}, "12.00"),
        ("nano-banana-pro", {"prompt": "x", "resolution": "4K"}, "24.00"),
        ("seedream/4.5-text-to-image", {"prompt": "x", "aspect_ratio": "1:1", "quality": "high"}, "6.50"),
        ("bytedance/seedream-v4-text-to-image", {"prompt": "x", "max_images": 2}, "10.00"),
        ("hailuo/02-text-to-video-pro", {"prompt": "x"}, "57.00"),
    ],
)  # fmt: skip
def test_an_order_costs_what_the_price_book_says(
    sandbox: Any, model: str, given: dict[str, Any], credits: str
) -> None:
    task = sandbox.order(model, **given | {"prompt": f"[[fail:late]] {given['prompt']}"})
    line = next(line for line in sandbox.bill()["orders"] if line["taskId"] == task)
    assert line["price"] == credits


def test_a_mix_that_is_not_sold_is_refused(sandbox: Any) -> None:
    given = {"prompt": "x", "image_url": "http://127.0.0.1/x.png", "resolution": "1080P", "duration": "10"}
    assert sandbox.create("hailuo/2-3-image-to-video-pro", **given)["code"] == 422


def test_every_model_on_offer_has_a_price(sandbox: Any) -> None:
    models = sandbox.http.get("/api/v1/models").json()["data"]["models"]
    assert len(models) > 80
    assert [model["model"] for model in models if not model["pricingDesc"]] == []


def test_a_model_tells_its_price_its_schema_and_its_luck(sandbox: Any) -> None:
    path = "/api/v1/models/bytedance/seedance-2"
    assert (
        "480p (audio included): 19 credits per second"
        in sandbox.http.get(f"{path}/price").json()["data"]["pricingDesc"]
    )
    assert "first_frame_url" in sandbox.http.get(f"{path}/schema").text
    assert sandbox.http.get(f"{path}/success-rate").json()["data"]["model"] == "bytedance/seedance-2"


def test_an_unknown_model_is_404_in_the_body(sandbox: Any) -> None:
    assert sandbox.http.get("/api/v1/models/no/such/price").json()["code"] == 404

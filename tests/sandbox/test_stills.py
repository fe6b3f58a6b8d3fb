import io
import json
from typing import Any

import pytest
from PIL import Image, ImageStat

from sandbox.media import palette, scene, sizes


def opened(sandbox: Any, url: str) -> Image.Image:
    return Image.open(io.BytesIO(sandbox.http.get(url).content))


@pytest.mark.parametrize(
    ("model", "given", "size", "kind"),
    [
        ("google/nano-banana", {"aspect_ratio": "16:9", "output_format": "png"}, (1360, 768), "PNG"),
        ("nano-banana-2", {"aspect_ratio": "9:16", "output_format": "jpg"}, (768, 1360), "JPEG"),
    ],
)
def test_a_still_has_the_asked_shape_and_format(
    sandbox: Any, model: str, given: dict[str, Any], size: tuple[int, int], kind: str
) -> None:
    picture = opened(sandbox, sandbox.result(model, prompt="a girl at a temple, dusk", **given))
    assert (picture.size, picture.format) == (size, kind)


@pytest.mark.parametrize(
    ("given", "size"),
    [
        ({"aspect_ratio": "1:1", "quality": "basic"}, (1024, 1024)),
        ({"aspect_ratio": "16:9", "resolution": "2K"}, (2736, 1536)),
        ({"image_size": "landscape_4_3", "image_resolution": "1K"}, (1184, 880)),
        ({"image_size": "portrait_16_9"}, (768, 1360)),
        ({"image_size": "square_hd"}, (1024, 1024)),
        ({"image_size": "9:16"}, (768, 1360)),
        ({"aspect_ratio": "auto"}, (1024, 1024)),
    ],
)
def test_every_way_to_ask_for_a_shape_is_understood(given: dict[str, Any], size: tuple[int, int]) -> None:
    assert sizes.still(given) == size


def test_one_prompt_gives_one_picture_and_another_prompt_another(sandbox: Any) -> None:
    prompts = ["a dog in the forest, day", "a dog in the forest, day", "a woman in a city, night"]
    tasks = [sandbox.order("z-image", prompt=prompt, aspect_ratio="1:1") for prompt in prompts]
    urls = [json.loads(sandbox.finished(task)["resultJson"])["resultUrls"][0] for task in tasks]
    first, second, third = (opened(sandbox, url).tobytes() for url in urls)
    assert first == second
    assert first != third


def test_a_film_keeps_its_palette_from_picture_to_picture() -> None:
    one, two = (
        scene.read(f"{words}\nFilm: stop\nLook: dusk") for words in ("a robot, wide", "a dog in a room")
    )
    other = scene.read("a robot, wide\nFilm: elsewhere\nLook: dusk")
    colors = [palette.palette(asked.hour, film=asked.film, references=[]) for asked in (one, two, other)]
    assert colors[0] == colors[1]
    assert colors[0] != colors[2]


def test_references_lend_their_colors(sandbox: Any) -> None:
    red = io.BytesIO()
    Image.new("RGB", (64, 64), (220, 20, 20)).save(red, "PNG")
    sent = {"file": ("red.png", red.getvalue(), "image/png")}
    told = sandbox.http.post("/api/file-stream-upload", files=sent, data={"uploadPath": "x"}).json()
    given = {"prompt": "a man on the sea, day", "aspect_ratio": "1:1"}
    references = {"image_urls": [told["data"]["downloadUrl"]]}
    plain = sandbox.result("google/nano-banana", **given)
    tinted = sandbox.result("google/nano-banana-edit", **given, **references)
    redness = []
    for picture in (opened(sandbox, url) for url in (plain, tinted)):
        red_mean, green_mean, _ = ImageStat.Stat(picture.convert("RGB")).mean
        redness.append(red_mean - green_mean)
    assert redness[1] > redness[0] + 8

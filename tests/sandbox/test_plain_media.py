"""Plain media: what a bench orders by the hundred costs no drawing, and is still what was ordered."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

Probe = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="module")
def plain(open_sandbox: Any) -> Any:
    return open_sandbox("--latency", "0", "--look-ups", "1000", "--media", "plain")


@pytest.mark.parametrize(
    ("given", "size", "seconds"),
    [
        ({"resolution": "480p", "duration": 4}, "854x480", 4),
        ({"resolution": "480p", "duration": 7, "aspect_ratio": "9:16"}, "480x854", 7),
        ({"resolution": "1080p", "duration": 5}, "1920x1080", 5),
    ],
)
def test_a_plain_clip_has_the_asked_size_length_and_sound(
    plain: Any, probe: Probe, given: dict[str, Any], size: str, seconds: int
) -> None:
    seen = probe(plain.result("bytedance/seedance-2", prompt="a harbour", **given))
    assert (seen["size"], seen["video"], seen["pixels"], seen["audio"]) == (size, "h264", "yuv420p", "aac")
    assert seen["seconds"] == pytest.approx(seconds, abs=1 / 24)
    assert seen["rate"] == 24.0


@pytest.mark.parametrize(("format_", "kind"), [("png", "PNG"), ("jpg", "JPEG")])
def test_a_plain_still_has_the_asked_shape_and_format(plain: Any, format_: str, kind: str) -> None:
    given = {"prompt": "a harbour", "aspect_ratio": "16:9", "output_format": format_}
    url = plain.result("nano-banana-2", **given)
    picture = Image.open(io.BytesIO(plain.http.get(url).content))
    assert (picture.size, picture.format) == ((1360, 768), kind)


def test_a_plain_clip_has_the_shape_of_its_first_frame(plain: Any, probe: Probe) -> None:
    frame = plain.result("nano-banana-2", prompt="a harbour", aspect_ratio="9:16")
    given = {"prompt": "a harbour", "resolution": "480p", "duration": 4, "first_frame_url": frame}
    given["aspect_ratio"] = "adaptive"
    assert probe(plain.result("bytedance/seedance-2", **given))["size"] == "480x850"


def test_one_file_of_a_size_and_length_is_made_for_all(open_sandbox: Any, tmp_path: Path) -> None:
    thrifty = open_sandbox("--latency", "0", "--media", "plain", "--state", str(tmp_path))
    given = {"prompt": "a harbour", "resolution": "480p", "duration": 4}
    tasks = [thrifty.order("bytedance/seedance-2", **given) for _ in range(5)]
    assert {thrifty.finished(task)["state"] for task in tasks} == {"success"}
    results = list((tmp_path / "results").iterdir())
    assert len(results) == 5
    assert len({path.stat().st_ino for path in results}) == 1


def test_drawing_can_be_switched_off_while_it_runs(sandbox: Any) -> None:
    told = sandbox.http.post("/_sandbox/settings", json={"media": "plain"}).json()
    assert told["media"] == "plain"
    assert sandbox.http.post("/_sandbox/settings", json={"media": "oil"}).status_code == 400
    sandbox.http.post("/_sandbox/settings", json={"media": "drawn"}).raise_for_status()

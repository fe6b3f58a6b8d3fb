import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import pytest
from PIL import Image, ImageChops, ImageStat

Probe = Callable[[str], dict[str, Any]]
PROMPT = "two robots at a bus stop, dusk, slow push-in toward the subject"


def frame(clip: Path, number: int) -> Image.Image:
    path = clip.with_name(f"frame-{number}.png")
    picked = ["-vf", f"select=eq(n\\,{number}),scale=320:180", "-frames:v", "1", str(path)]
    subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-i", str(clip), *picked], check=True
    )
    return Image.open(path).convert("RGB")


def distance(one: Image.Image, two: Image.Image) -> float:
    return sum(ImageStat.Stat(ImageChops.difference(one, two)).mean) / 3


@pytest.fixture(scope="module")
def keyframe(sandbox: Any) -> str:
    return str(
        sandbox.result("google/nano-banana", prompt=f"Film: stop\ntwo-shot, {PROMPT}", aspect_ratio="16:9")
    )


@pytest.mark.parametrize(
    ("model", "given", "size", "seconds"),
    [
        ("bytedance/seedance-2", {"resolution": "480p", "duration": 4}, "854x480", 4),
        (
            "bytedance/seedance-1.5-pro",
            {"resolution": "480p", "duration": 5, "aspect_ratio": "9:16"},
            "480x854",
            5,
        ),
        ("veo-3-1", {"duration": 4}, "1280x720", 4),
    ],
)
def test_a_clip_has_the_asked_size_length_and_rate(
    sandbox: Any, probe: Probe, model: str, given: dict[str, Any], size: str, seconds: int
) -> None:
    seen = probe(sandbox.result(model, prompt=PROMPT, **given))
    assert seen["size"] == size
    assert seen["seconds"] == pytest.approx(seconds, abs=1 / 24)
    assert (seen["rate"], seen["video"], seen["pixels"], seen["audio"]) == (24.0, "h264", "yuv420p", "aac")


def test_a_clip_starts_on_its_first_frame_and_follows_the_camera_words(
    sandbox: Any, probe: Probe, keyframe: str, tmp_path: Path
) -> None:
    given = {"resolution": "480p", "duration": 4, "first_frame_url": keyframe}
    moving = probe(sandbox.result("bytedance/seedance-2", prompt=PROMPT, **given))["path"].rename(
        tmp_path / "moving.mp4"
    )
    still = probe(sandbox.result("bytedance/seedance-2", prompt="static camera", **given))["path"]
    (tmp_path / "key.png").write_bytes(sandbox.http.get(keyframe).content)
    first = Image.open(tmp_path / "key.png").convert("RGB").resize((320, 180))
    assert distance(first, frame(moving, 0)) < 8
    assert distance(frame(moving, 0), frame(moving, 90)) > 2 * distance(frame(still, 0), frame(still, 90))


def test_a_draft_and_its_master_are_the_same_shot(
    sandbox: Any, probe: Probe, keyframe: str, tmp_path: Path
) -> None:
    given = {"prompt": PROMPT, "duration": 4, "first_frame_url": keyframe}
    draft = probe(sandbox.result("bytedance/seedance-2", resolution="480p", **given))["path"].rename(
        tmp_path / "draft.mp4"
    )
    master = probe(sandbox.result("bytedance/seedance-2", resolution="720p", **given))["path"]
    assert distance(frame(draft, 48), frame(master, 48)) < 3


def test_a_picture_from_elsewhere_can_be_filmed_too(sandbox: Any, probe: Probe, tmp_path: Path) -> None:
    Image.linear_gradient("L").convert("RGB").save(tmp_path / "foreign.png")
    sent = {"file": ("foreign.png", (tmp_path / "foreign.png").read_bytes(), "image/png")}
    told = sandbox.http.post("/api/file-stream-upload", files=sent, data={"uploadPath": "x"}).json()
    url = sandbox.result("bytedance/seedance-2", prompt="pan", resolution="480p", duration=4, aspect_ratio="1:1",
                         first_frame_url=told["data"]["downloadUrl"])  # fmt: skip
    clip = probe(url)["path"]
    first = frame(clip, 0)
    top, low = first.getpixel((160, 20)), first.getpixel((160, 150))
    assert isinstance(top, tuple)
    assert isinstance(low, tuple)
    assert top[0] + 60 < low[0]

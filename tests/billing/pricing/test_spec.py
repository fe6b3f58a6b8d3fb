import json
from typing import Any

import pytest

from billing.pricing import Spec

CLIP = Spec(model="veo-3-1#veo3_fast", kind="clip", resolution="720p", seconds=8, audio=True)
STILL = Spec(model="google/nano-banana", kind="still", resolution="1K")


@pytest.mark.parametrize("spec", [CLIP, STILL])
def test_it_survives_json(spec: Spec) -> None:
    assert Spec.from_dict(json.loads(json.dumps(spec.as_dict()))) == spec


def test_its_members_are_stable() -> None:
    assert CLIP.as_dict() == {
        "model": "veo-3-1#veo3_fast",
        "kind": "clip",
        "resolution": "720p",
        "seconds": 8,
        "audio": True,
    }


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "video"},
        {"kind": "video", "seconds": None},
        {"seconds": None},
        {"seconds": 0},
        {"seconds": 2.5},
        {"seconds": True},
        {"seconds": "8"},
        {"audio": "on"},
        {"audio": 1},
        {"model": None},
        {"resolution": 720},
        {"tier": "draft"},
    ],
)
def test_it_refuses_members_of_another_kind(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Spec.from_dict({**CLIP.as_dict(), **change})


def test_it_refuses_a_missing_member() -> None:
    members = CLIP.as_dict()
    del members["audio"]
    with pytest.raises(ValueError, match="other members"):
        Spec.from_dict(members)


def test_a_still_has_no_length() -> None:
    with pytest.raises(ValueError, match="a still has none"):
        Spec(model="a", kind="still", resolution="1K", seconds=5)


def test_a_still_is_told_by_its_tier_and_model_and_priced_by_the_image() -> None:
    assert (str(STILL), STILL.unit) == ("a 1K image by google/nano-banana", "image")


def test_a_clip_is_priced_by_the_second_or_the_clip() -> None:
    assert CLIP.unit == "second or clip"

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from billing.pricing import price, read_rows
from rendering.engines import catalog
from rendering.engines.engine import Engine, NotOffered, Work

SCHEMAS: dict[str, Any] = json.loads(
    Path(__file__).with_name("input_schemas.json").read_text(encoding="utf-8")
)
VALID = {model: jsonschema_rs.validator_for(schema) for model, schema in SCHEMAS.items()}
BOOK = read_rows(
    (Path(__file__).parents[3] / "billing/data/pricebook-2026-10.csv").read_text(encoding="utf-8")
)
MODES = {"720p": "std", "1080p": "pro", "4k": "4K"}
QUALITIES = {"2K": "basic", "4K": "high"}
OFFERS = [
    (engine, resolution, seconds)
    for engine in catalog.ENGINES
    for resolution in engine.resolutions
    for seconds in engine.durations or (None,)
]


@st.composite
def orders(draw: st.DrawFn) -> tuple[Engine, Work]:
    engine, resolution, seconds = draw(st.sampled_from(OFFERS))
    pictures = st.from_regex(r"https://files\.example/[a-z0-9]{1,12}\.png", fullmatch=True)
    work = Work(
        prompt=draw(st.one_of(st.text(min_size=3, max_size=700), st.just("word " * 5000))),
        aspect=draw(st.sampled_from(engine.aspects)),
        resolution=resolution,
        seconds=seconds,
        first_frame_url=draw(st.none() | pictures) if engine.kind == "clip" else None,
        reference_urls=tuple(draw(st.lists(pictures, max_size=20))),
    )
    return engine, work


@settings(deadline=None)
@given(orders())
def test_every_input_is_what_the_priced_model_s_schema_asks_for(order: tuple[Engine, Work]) -> None:
    engine, work = order
    model = engine.spec(work.resolution, work.seconds, bool(work.reference_urls)).model
    VALID[model.partition("#")[0]].validate(engine.build_input(work))


@settings(deadline=None)
@given(orders())
def test_the_input_orders_exactly_what_the_spec_prices(order: tuple[Engine, Work]) -> None:
    engine, work = order
    spec = engine.spec(work.resolution, work.seconds, bool(work.reference_urls))
    sent = engine.build_input(work)
    if spec.kind == "clip":
        assert int(sent["duration"]) == spec.seconds
        assert sent.get("sound", sent.get("generate_audio", True)) is spec.audio
    if "#" in spec.model:
        assert sent["model"] == spec.model.partition("#")[2]
    tier = sent.get("resolution") or sent.get("mode") or sent.get("quality") or "1K"
    assert tier in {spec.resolution, MODES.get(spec.resolution), QUALITIES.get(spec.resolution)}


@pytest.mark.parametrize("has_reference", [False, True])
@pytest.mark.parametrize(("engine", "resolution", "seconds"), OFFERS)
def test_everything_on_offer_has_a_price(
    engine: Engine, resolution: str, seconds: int | None, has_reference: bool
) -> None:
    assert price(engine.spec(resolution, seconds, has_reference), BOOK) > 0


@pytest.mark.parametrize("engine", catalog.clip_engines(), ids=lambda engine: engine.name)
def test_the_keyframe_is_the_first_frame(engine: Engine) -> None:
    keyframe = "https://files.example/keyframe.png"
    work = Work(
        prompt="a harbor at dawn",
        aspect="16:9",
        resolution=engine.resolutions[0],
        seconds=engine.durations[0],
        first_frame_url=keyframe,
        reference_urls=("https://files.example/mara.png",),
    )
    sent = engine.build_input(work)
    assert keyframe in {
        sent.get("first_frame_url"),
        *sent.get("image_urls", [])[:1],
        *sent.get("input_urls", []),
    }


def test_a_long_prompt_ends_after_a_whole_word() -> None:
    kling = catalog.get("kling-3.0")
    work = Work(prompt="lantern " * 200, aspect="16:9", resolution="720p", seconds=3)
    prompt = kling.build_input(work)["prompt"]
    assert len(prompt) <= 500
    assert set(prompt.split()) == {"lantern"}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("veo-3.1", {"aspect": "1:1"}),
        ("veo-3.1", {"resolution": "480p"}),
        ("veo-3.1", {"seconds": 5}),
        ("seedance-1.5", {"resolution": "4k"}),
        ("nano-banana", {"resolution": "1K"}),
    ],
)
def test_it_refuses_what_an_engine_does_not_have(name: str, change: dict[str, Any]) -> None:
    asked = {"prompt": "a harbor", "aspect": "16:9", "resolution": "720p", "seconds": 8, **change}
    with pytest.raises(NotOffered):
        catalog.get(name).build_input(Work(**asked))

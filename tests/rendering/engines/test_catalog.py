from typing import get_args

import pytest

from rendering.engines import catalog
from rendering.planning.schemas import ClipEngine, StillEngine


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("omni", "gemini-omni"),
        ("use omni for the hero shots", "gemini-omni"),
        ("Kling for the clips", "kling-3.0"),
        ("kling 3.0", "kling-3.0"),
        ("seedance", "seedance-2"),
        ("seedance 1.5", "seedance-1.5"),
        ("seedance-1.5", "seedance-1.5"),
        ("Seedance_2", "seedance-2"),
        ("let's try VEO.", "veo-3.1"),
        ("nano  banana", "nano-banana"),
        ("kling for the clips, veo for the hero shots", "kling-3.0"),
    ],
)
def test_it_knows_engines_by_the_words_people_use(words: str, name: str) -> None:
    engine = catalog.by_alias(words)
    assert engine is not None
    assert engine.name == name


@pytest.mark.parametrize("words", ["", "sora", "omnibus", "a banana in love", "canoe"])
def test_it_knows_no_engine_in_other_words(words: str) -> None:
    assert catalog.by_alias(words) is None


def test_every_name_is_its_own_alias() -> None:
    assert [catalog.by_alias(engine.name) for engine in catalog.ENGINES] == list(catalog.ENGINES)


def test_it_refuses_an_unknown_name() -> None:
    with pytest.raises(catalog.UnknownEngine, match="no engine called 'sora'"):
        catalog.get("sora")


def test_what_can_be_cast_is_what_the_catalog_holds() -> None:
    assert {engine.name for engine in catalog.clip_engines()} == set(get_args(ClipEngine))
    assert {engine.name for engine in catalog.still_engines()} == set(get_args(StillEngine))


def test_every_clip_can_be_drafted_at_480p() -> None:
    for engine in catalog.clip_engines():
        drafter = catalog.get(engine.draft_stand_in or engine.name)
        assert drafter.drafts_at_480p
        assert set(engine.aspects) <= set(drafter.aspects)

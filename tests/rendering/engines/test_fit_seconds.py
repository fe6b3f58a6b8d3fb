import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rendering.engines import catalog
from rendering.engines.engine import Engine, NotOffered


@pytest.mark.parametrize(
    ("name", "wanted", "ordered"),
    [("veo-3.1", 5, 6), ("veo-3.1", 15, 8), ("gemini-omni", 1, 4), ("seedance-2", 5, 5), ("kling-3.0", 3, 3)],
)
def test_it_is_the_shortest_length_that_covers_the_wanted_one(name: str, wanted: int, ordered: int) -> None:
    assert catalog.get(name).fit_seconds(wanted) == ordered


@settings(deadline=None)
@given(st.sampled_from(catalog.clip_engines()), st.integers(0, 60))
def test_it_is_always_on_offer_and_never_short_without_need(engine: Engine, wanted: int) -> None:
    fitted = engine.fit_seconds(wanted)
    assert fitted in engine.durations
    assert fitted >= wanted or fitted == max(engine.durations)


def test_a_still_has_no_length() -> None:
    with pytest.raises(NotOffered, match="makes stills"):
        catalog.get("seedream").fit_seconds(5)

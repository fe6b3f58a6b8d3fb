import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rendering.planning.fit import DoesNotFit, fit_names, fit_plan, fit_seconds, shot_count
from rendering.planning.schemas import Character, Location, PlannedShot, Scene, Script, ShotPlan


def scene(location: str) -> Scene:
    return Scene(heading="INT.", summary="s", location=location, action="a", dialogue=[], seconds=5)


SCRIPT = Script(
    title="Basti",
    logline="l",
    look="warm",
    scenes=[scene("Bus Stop"), scene("old temple")],
    characters=[Character(name="Mara the Baker", description="d"), Character(name="R-7", description="d")],
    locations=[Location(name="Bus Stop", description="d"), Location(name="Old Temple", description="d")],
    continuity=[],
)


def shot(
    seconds: int = 5, *, at: int = 1, characters: tuple[str, ...] = (), location: str = "Bus Stop"
) -> PlannedShot:
    return PlannedShot(
        scene=at,
        description="d",
        framing="wide",
        move="static",
        light="dusk",
        seconds=seconds,
        characters=list(characters),
        location=location,
        is_hero=False,
    )


def lengths(plan: ShotPlan) -> list[int]:
    return [shot.seconds for shot in plan.shots]


@settings(deadline=None)
@given(st.lists(st.integers(1, 15), min_size=1, max_size=60), st.integers(2, 15), st.data())
def test_lengths_sum_to_the_film_and_stay_within_bounds(
    planned: list[int], longest: int, data: st.DataObject
) -> None:
    total = data.draw(st.integers(2 * len(planned), longest * len(planned)))
    fitted = lengths(fit_seconds(ShotPlan(shots=[shot(seconds) for seconds in planned]), total, longest))
    assert sum(fitted) == total
    assert all(2 <= seconds <= longest for seconds in fitted)
    assert len(fitted) == len(planned)


@settings(deadline=None)
@given(st.lists(st.integers(2, 15), min_size=1, max_size=40))
def test_a_plan_that_fits_is_left_alone(planned: list[int]) -> None:
    plan = ShotPlan(shots=[shot(seconds) for seconds in planned])
    assert fit_seconds(plan, sum(planned)) == plan


def test_proportions_are_kept() -> None:
    plan = ShotPlan(shots=[shot(2), shot(4), shot(6)])
    assert lengths(fit_seconds(plan, 24)) == [4, 8, 12]


@pytest.mark.parametrize(("count", "total"), [(4, 7), (2, 31), (1, 1)])
def test_it_refuses_what_no_lengths_can_fit(count: int, total: int) -> None:
    with pytest.raises(DoesNotFit, match=f"can not fill a film of {total} seconds"):
        fit_seconds(ShotPlan(shots=[shot()] * count), total)


@settings(deadline=None)
@given(st.integers(2, 6000), st.integers(1, 60))
def test_the_number_of_shots_can_always_fill_the_film(seconds: int, scenes: int) -> None:
    count = shot_count(seconds, scenes)
    assert 1 <= count <= 400
    assert 2 * count <= seconds <= 15 * count
    assert count >= min(scenes, seconds // 2, 400)


@pytest.mark.parametrize(
    ("seconds", "scenes", "count"),
    [(30, 3, 6), (120, 5, 24), (10, 4, 4), (90, 1, 18), (2, 9, 1), (6000, 1, 400)],
)
def test_shots_are_about_five_seconds(seconds: int, scenes: int, count: int) -> None:
    assert shot_count(seconds, scenes) == count


@pytest.mark.parametrize(
    ("meant", "known"),
    [
        ("Mara the Baker", ["Mara the Baker"]),
        ("mara THE baker", ["Mara the Baker"]),
        ("Mara", ["Mara the Baker"]),
        ("r-7", ["R-7"]),
        ("Mara the Bakker", ["Mara the Baker"]),
        ("the Queen of Sheba", []),
    ],
)
def test_people_are_mapped_to_those_the_script_knows(meant: str, known: list[str]) -> None:
    plan = fit_names(ShotPlan(shots=[shot(characters=(meant, meant))]), SCRIPT)
    assert plan.shots[0].characters == known


@pytest.mark.parametrize(
    ("at", "location", "place"),
    [(1, "the old temple", "Old Temple"), (1, "the moon", "Bus Stop"), (2, "the moon", "Old Temple")],
)
def test_an_unknown_place_becomes_the_scene_s(at: int, location: str, place: str) -> None:
    plan = fit_names(ShotPlan(shots=[shot(at=at, location=location)]), SCRIPT)
    assert plan.shots[0].location == place


def test_scenes_are_clamped_to_the_script_s() -> None:
    plan = fit_names(ShotPlan(shots=[shot(at=1), shot(at=9)]), SCRIPT)
    assert [shot.scene for shot in plan.shots] == [1, 2]


def test_names_and_lengths_are_fitted_together() -> None:
    plan = fit_plan(ShotPlan(shots=[shot(at=7, characters=("Mara",)), shot()]), SCRIPT, 12)
    assert (lengths(plan), plan.shots[0].scene, plan.shots[0].characters) == ([6, 6], 2, ["Mara the Baker"])

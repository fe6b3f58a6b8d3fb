"""Plans are plain values: the same from a seed, and from the line that a run prints."""

import pytest

from crash import plan
from crash.plan import Kill, Plan


def test_a_seed_makes_the_same_plan_each_time_and_others_make_others() -> None:
    assert plan.of_seed(7) == plan.of_seed(7)
    assert len({str(plan.of_seed(seed)) for seed in range(50)}) > 45


def test_what_a_run_prints_can_be_asked_for_again() -> None:
    kills = (Kill("worker before commit a.b < c.d"), Kill("web after commit e.f", 3))
    assert Plan.parse(str(Plan(kills)), has_callbacks=True) == Plan(kills)


@pytest.mark.parametrize("words", ["", "worker", "nobody before commit a.b", "worker before x + "])
def test_what_is_no_point_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="A point reads like"):
        Plan.parse(words, has_callbacks=True)


def test_a_star_stands_for_anything_of_that_role() -> None:
    assert Kill("worker * createTask *").is_at("worker after createTask a.b < c.d")
    assert not Kill("worker *").is_at("web after commit a.b")

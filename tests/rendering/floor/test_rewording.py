"""Other words for what a bill is for: typed at its gate, used for the next order, at the same price."""

from typing import Any

import pytest

from rendering.models import Film
from rendering.services import mandates
from tests.rendering.conftest import Crew
from tests.rendering.floor.test_send import approved

UNKIND = "a robot [[fail:nsfw]]"


def at_the_bill(crew: Crew, **wish: Any) -> Film:
    film = crew.work(crew.start(mode="auto", **wish))
    assert film.stage == "cost"
    return film


@pytest.mark.parametrize(
    "note", ["shot-01: a robot waves", "SHOT-01 :  a robot waves ", "shot-01: 🤖 రోబో: waves"]
)
def test_a_shot_gets_other_words_before_it_is_shot_and_the_bill_stays(crew: Crew, note: str) -> None:
    film = at_the_bill(crew)
    before = crew.gate(film)["quote"]["total"]
    assert crew.answer(film, "revise", note).status_code == 200
    film = crew.work(film)
    assert film.shots.get(number=1).description == note.partition(":")[2].strip()
    assert crew.gate(film)["quote"]["total"] == before
    crew.answer(film, "approve")
    film = crew.work(film)
    assert film.status == Film.Status.FINISHED
    drafted = [order["input"]["prompt"] for order in crew.orders() if "resolution" in order["input"]]
    assert any(film.shots.get(number=1).description in prompt for prompt in drafted)


@pytest.mark.parametrize("note", ["shot-01:", "shot-01", "shot-99: a robot", "nobody: x"])
def test_words_for_nothing_and_for_what_is_not_on_the_bill_change_nothing(crew: Crew, note: str) -> None:
    film = at_the_bill(crew)
    before = list(film.shots.values_list("description", flat=True))
    answer = crew.answer(film, "revise", note)
    assert answer.status_code == 422
    assert "Nothing was changed" in answer.json()["detail"]
    assert "shot-" in " ".join(answer.json()["examples"])
    assert list(film.shots.values_list("description", flat=True)) == before
    assert crew.gate(film)["kind"] == "cost"


def test_a_keyframe_that_is_refused_waits_for_a_person_and_takes_their_words(crew: Crew) -> None:
    film = crew.work(crew.start(mode="steer"))
    while film.stage != "shots":
        crew.answer(film, "approve")
        film = crew.work(film)
    shot = film.shots.get(number=1)
    film.shots.filter(pk=shot.pk).update(description=UNKIND)
    crew.answer(film, "auto")
    film = crew.work(film)
    assert (film.stage, film.status) == ("keyframes", "waiting")
    assert shot.takes.filter(tier="still", status="failed").count() == 1
    assert any("failed before" in line for line in crew.gate(film)["text"])
    assert crew.answer(film, "revise", "only words").status_code == 422
    assert crew.answer(film, "revise", "shot-01: a robot waves").status_code == 200
    film = crew.work(film)
    crew.answer(film, "approve")
    film = crew.work(film)
    assert film.stage == "cost"
    assert shot.takes.filter(tier="still", status="ready").count() == 1


def test_a_sheet_takes_other_words_by_the_name_of_who_is_on_it(crew: Crew) -> None:
    film = crew.work(crew.start(mode="steer"))
    while film.stage != "looks":
        crew.answer(film, "approve")
        film = crew.work(film)
    look = film.looks.all()[0]
    look.takes.update(status="failed")
    Film.objects.for_studio(crew.studio.pk).update(status="working")
    film = crew.work(film)
    assert crew.gate(film)["quote"]["lines"]
    assert crew.answer(film, "revise", f"{look.name.upper()}: a tin robot").status_code == 200
    film = crew.work(film)
    look.refresh_from_db()
    assert look.description == "a tin robot"
    crew.answer(film, "approve")
    assert crew.work(film).stage == "looks"
    assert look.takes.filter(status="ready").count() == 1


def test_a_mandate_does_not_pass_the_bill_of_what_failed(crew: Crew) -> None:
    film = approved(crew, drafts_only=True)
    film.shots.update(description=UNKIND)
    film = crew.work(film)
    assert film.status == Film.Status.PAUSED
    mandates.pre_approve(film, by="test")
    assert crew.api.post(f"/films/{film.name}/resume").status_code == 200
    film = crew.work(film)
    assert (film.stage, film.status) == ("cost", "waiting")

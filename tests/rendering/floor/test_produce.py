"""From an idea to a film, through every gate."""

import pytest

from billing.services import proof
from core.amounts import Credits
from rendering.models import Film
from tests.rendering.conftest import Crew


def test_autopilot_goes_to_the_cost_gate_and_waits_there(crew: Crew) -> None:
    film = crew.work(crew.start(mode="auto"))
    gate = crew.gate(film)
    assert (film.status, film.stage, gate["kind"], gate["number"]) == ("waiting", "cost", "cost", 7)
    assert {line["tier"] for line in gate["quote"]["lines"]} == {"draft", "master"}
    assert gate["answers"] == ["approve", "drafts", "stop", "revise", "steer"]
    assert not crew.takes(film, "draft")[0].attempts.exists()


def test_yes_at_the_cost_gate_finishes_the_film_and_every_credit_is_accounted_for(crew: Crew) -> None:
    film = crew.work(crew.start(mode="auto"))
    assert crew.answer(film, "approve").status_code == 200
    film = crew.work(film)
    shown = crew.api.get(f"/films/{film.name}").json()
    assert (shown["state"], shown["cut"]["seconds"], shown["held"]) == ("finished", "5.00", "0.00")
    billed = sum(Credits(str(order["creditsConsumed"])) for order in crew.orders())
    assert Credits(shown["spent"]) == billed == Credits(crew.credits()["spent"])
    assert [equation for equation in proof.equations() if not equation.is_true] == []


def test_auto_and_yes_together_finish_without_a_question(crew: Crew) -> None:
    film = crew.work(crew.start(mode="auto", preapprove=True))
    assert film.status == Film.Status.FINISHED
    assert "Pre-approved by your command" in film.told[0]


def test_a_bill_beyond_the_pre_approval_opens_the_gate_after_all(crew: Crew) -> None:
    film = crew.work(crew.start(mode="auto", preapprove=True, budget="60"))
    assert (film.status, film.stage) == ("waiting", "cost")
    assert crew.credits()["held"] == "0.00"


def test_steer_waits_at_every_gate_and_enter_at_each_finishes(crew: Crew) -> None:
    film, seen = crew.work(crew.start()), []
    while film.status == Film.Status.WAITING:
        seen.append(film.stage)
        assert crew.answer(film, "approve").status_code == 200
        film = crew.work(film)
    assert film.status == Film.Status.FINISHED
    assert list(dict.fromkeys(seen)) == [
        "plan", "script", "casting", "looks", "shots", "keyframes", "cost", "clips", "masters", "screening",
    ]  # fmt: skip


def test_nothing_is_ordered_before_the_casting_is_approved(crew: Crew) -> None:
    film = crew.work(crew.start())
    for stage in ("plan", "script"):
        assert film.stage == stage
        crew.answer(film, "approve")
        film = crew.work(film)
    assert film.stage == "casting"
    assert crew.orders() == []
    assert crew.credits()["held"] == "0.00"


def test_auto_at_a_gate_hands_pod_the_rest_up_to_the_cost_gate(crew: Crew) -> None:
    film = crew.work(crew.start())
    crew.answer(film, "auto")
    film = crew.work(film)
    assert (film.mode, film.stage, film.status) == ("auto", "cost", "waiting")
    assert "stills for up to" in film.told[-1]


def test_steer_at_the_cost_gate_takes_the_film_back_and_spends_nothing(crew: Crew) -> None:
    film = crew.work(crew.start(mode="auto"))
    before = crew.gate(film)
    assert crew.answer(film, "steer").json()["mode"] == "steer"
    assert crew.gate(film)["id"] == before["id"]


@pytest.mark.parametrize("idea", ["", "   ", "🎬", "x" * 20_001])
def test_an_idea_that_can_not_be_read_is_refused_in_a_sentence(crew: Crew, idea: str) -> None:
    answer = crew.api.post("/films", {"idea": idea})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_input")
    assert not Film.objects.for_studio(crew.studio.pk).exists()


def test_telugu_makes_a_film_like_any_language(crew: Crew) -> None:
    film = crew.start("5-second telugu teaser: బస్ స్టాప్ లో రెండు రోబోలు, 720p", mode="auto")
    assert film.language == "telugu"
    assert crew.work(film).stage == "cost"


def test_a_second_film_of_the_same_idea_gets_a_name_of_its_own(crew: Crew) -> None:
    first, second = crew.start(), crew.start()
    assert second.name == f"{first.name}-2"

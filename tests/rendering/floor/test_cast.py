"""`pod cast`: a casting and a price preview, about a credit, never more than two."""

import pytest

from billing.services import caps
from core.amounts import Credits
from rendering import tasks
from rendering.models import Casting
from tests.rendering.conftest import Crew


def asked(crew: Crew) -> Casting:
    answer = crew.api.post("/castings", {"idea": "two robots fall in love at a bus stop"})
    assert answer.status_code == 202, answer.content
    return crew.casting(answer.json()["id"])


def test_it_answers_with_engines_and_an_estimate_and_captures_what_was_metered(crew: Crew) -> None:
    casting, before = asked(crew), Credits(crew.sandbox.bill()["chat_total"])
    assert crew.credits()["held"] == "2.00"
    tasks.work_out_casting(casting.pk)
    shown = crew.api.get(f"/castings/{casting.public_id}").json()
    metered = Credits(crew.sandbox.bill()["chat_total"]) - before
    assert shown["state"] == "done"
    assert shown["estimate"]["clips"] == shown["casting"]["clips_engine"]
    assert (crew.credits()["spent"], crew.credits()["held"]) == (shown["spent"], "0.00")
    assert Credits(shown["spent"]) == metered <= 2


def test_a_doubled_message_asks_once(crew: Crew) -> None:
    casting = asked(crew)
    tasks.work_out_casting(casting.pk)
    spent = crew.credits()["spent"]
    tasks.work_out_casting(casting.pk)
    assert crew.credits()["spent"] == spent


def test_without_two_credits_nothing_is_asked(crew: Crew) -> None:
    caps.set_allowance(crew.studio.pk, Credits("1.99"), timezone="UTC")
    refusal = crew.api.post("/castings", {"idea": "two robots"})
    assert (refusal.status_code, refusal.json()["missing"]) == (402, "0.01")
    assert not Casting.objects.for_studio(crew.studio.pk).exists()


@pytest.mark.parametrize(
    ("code", "says"),
    [(429, "try again later"), (455, "try again later"), (400, "in other words"), (401, "try again later")],
)
def test_a_question_that_was_refused_cost_nothing_and_holds_nothing(crew: Crew, code: int, says: str) -> None:
    casting = asked(crew)
    crew.sandbox.strike({"kind": "refused", "route": "chat", "code": code})
    tasks.work_out_casting(casting.pk)
    shown = crew.api.get(f"/castings/{casting.public_id}").json()
    assert shown["state"] == "failed"
    assert says in shown["detail"]
    assert "It cost nothing." in shown["detail"]
    assert (crew.credits()["spent"], crew.credits()["held"]) == ("0.00", "0.00")


@pytest.mark.parametrize("kind", ["drop", "drop_body", "page"])
def test_an_answer_that_was_lost_may_have_cost_something_and_stays_set_aside(crew: Crew, kind: str) -> None:
    casting = asked(crew)
    crew.sandbox.strike({"kind": kind, "route": "chat"})
    tasks.work_out_casting(casting.pk)
    tasks.work_out_casting(casting.pk)
    assert crew.api.get(f"/castings/{casting.public_id}").json()["state"] == "in_doubt"
    assert (crew.credits()["spent"], crew.credits()["held"]) == ("0.00", "2.00")

"""The cost gate: y, d, N, words, budgets, and a bill that changed."""

from typing import Any

from billing.models import Hold
from billing.services import caps, prices
from core.amounts import Credits
from rendering.models import Film
from tests.rendering.conftest import Crew


def at_the_gate(crew: Crew, **wish: Any) -> Film:
    return crew.work(crew.start(mode="auto", **wish))


def test_no_stops_for_free_and_resume_shows_the_same_bill_again(crew: Crew) -> None:
    film = at_the_gate(crew)
    before, ordered = crew.gate(film), len(crew.orders())
    assert crew.answer(film, "stop").json()["state"] == "stopped"
    assert crew.api.post(f"/films/{film.name}/resume").status_code == 200
    film = crew.work(film)
    after = crew.gate(film)
    assert (film.status, film.stage) == ("waiting", "cost")
    assert [(line["name"], line["amount"]) for line in after["quote"]["lines"]] == [
        (line["name"], line["amount"]) for line in before["quote"]["lines"]
    ]
    assert len(crew.orders()) == ordered
    assert crew.credits()["held"] == "0.00"


def test_d_shoots_drafts_only_and_finalize_masters_each_shot_once(crew: Crew) -> None:
    film = at_the_gate(crew)
    crew.answer(film, "drafts")
    film = crew.work(film)
    assert (film.status, film.is_drafts_only) == ("finished", True)
    assert not crew.takes(film, "master")[0].attempts.exists()
    assert crew.api.post(f"/films/{film.name}/finalize").status_code == 200
    film = crew.work(film)
    assert {line["tier"] for line in crew.gate(film)["quote"]["lines"]} == {"master"}
    crew.answer(film, "approve")
    film = crew.work(film)
    assert film.status == Film.Status.FINISHED
    for tier in ("draft", "master"):
        assert all(take.attempts.count() == 1 for take in crew.takes(film, tier))
    assert film.cuts.count() == 2


def test_words_recast_and_the_bill_is_worked_out_again(crew: Crew) -> None:
    film = at_the_gate(crew)
    crew.answer(film, "revise", "use seedance 1.5 for everything")
    first = crew.gate(crew.work(film))["quote"]["total"]
    crew.answer(film, "revise", "kling for the clips and omni for the hero shots")
    film = crew.work(film)
    assert film.casting is not None
    assert (film.casting["clips_engine"], film.casting["hero_engine"]) == ("kling-3.0", "gemini-omni")
    assert Credits(crew.gate(film)["quote"]["total"]) > Credits(first)


def test_words_that_name_no_engine_are_quoted_back_and_the_gate_stays(crew: Crew) -> None:
    film = at_the_gate(crew)
    before = crew.gate(film)
    refusal = crew.answer(film, "revise", "make it nicer")
    assert (refusal.status_code, refusal.json()["code"]) == (422, "recast_not_understood")
    assert "make it nicer" in refusal.json()["detail"]
    assert crew.gate(film)["digest"] == before["digest"]


def test_a_changed_price_refuses_the_old_answer_and_shows_the_difference(crew: Crew) -> None:
    film = at_the_gate(crew)
    crew.answer(film, "revise", "use seedance 2 for everything")
    film = crew.work(film)
    dearer = prices.SHIPPED.read_text().replace(
        "bytedance/seedance-2,video,480p,included,second,19,",
        "bytedance/seedance-2,video,480p,included,second,20,",
    )
    prices.publish(dearer, source="dearer")
    refusal = crew.answer(film, "approve")
    assert (refusal.status_code, refusal.json()["code"]) == (409, "gate_changed")
    assert any("before" in line and "now" in line for line in refusal.json()["gate"]["changed"])
    assert crew.credits()["held"] == "0.00"
    assert crew.answer(film, "approve").status_code == 200


def test_a_cap_below_the_bill_is_refused_with_what_is_missing_and_nothing_is_held(crew: Crew) -> None:
    film = at_the_gate(crew)
    spent, ordered = Credits(crew.credits()["spent"]), len(crew.orders())
    caps.set_allowance(crew.studio.pk, spent + 10, timezone="UTC")
    total = Credits(crew.gate(film)["quote"]["total"])
    refusal = crew.answer(film, "approve")
    assert (refusal.status_code, refusal.json()["code"]) == (402, "insufficient_allowance")
    assert (refusal.json()["available"], refusal.json()["missing"]) == ("10.00", str(total - 10))
    film.refresh_from_db()
    assert film.status == Film.Status.WAITING
    assert not Hold.objects.for_studio(crew.studio.pk).filter(status="authorized").exists()
    assert len(crew.orders()) == ordered


def test_a_budget_pauses_before_the_order_that_would_pass_it_and_a_higher_one_goes_on(crew: Crew) -> None:
    film = crew.work(crew.start(mode="auto", budget="400"))
    bill = crew.gate(film)["quote"]
    drafts = [Credits(line["amount"]) for line in bill["lines"] if line["tier"] == "draft"]
    stills = Credits(crew.credits()["spent"])
    crew.api.post(f"/films/{film.name}/resume", {"budget": str(stills + drafts[0])})
    crew.answer(film, "approve")
    film = crew.work(film)
    shown = crew.api.get(f"/films/{film.name}").json()
    assert (film.status, Credits(shown["spent"])) == ("paused", stills + drafts[0])
    assert "--budget" in film.waits_for
    needed = film.waits_for.split("--budget ")[1].split(" ")[0]
    crew.api.post(f"/films/{film.name}/resume", {"budget": needed})
    film = crew.work(film)
    assert film.status == Film.Status.FINISHED
    assert Credits(crew.credits()["spent"]) == Credits(needed)


def test_an_answer_to_another_gate_or_digest_is_refused(crew: Crew) -> None:
    film = at_the_gate(crew)
    gate = crew.gate(film)
    for gate_id, digest in ((gate["id"], "0" * 64), ("gat_nobody", gate["digest"])):
        body = {"gate": gate_id, "digest": digest, "answer": "approve"}
        refusal = crew.api.post(f"/films/{film.name}/gate/answer", body)
        assert (refusal.status_code, refusal.json()["code"]) == (409, "gate_changed")
    assert crew.credits()["held"] == "0.00"


def test_the_same_answer_sent_twice_approves_once(crew: Crew) -> None:
    film = at_the_gate(crew)
    gate = crew.gate(film)
    body = {"gate": gate["id"], "digest": gate["digest"], "answer": "approve"}
    first = crew.api.post(f"/films/{film.name}/gate/answer", body, key="one")
    again = crew.api.post(f"/films/{film.name}/gate/answer", body, key="one")
    assert (first.status_code, again.status_code, again["Idempotent-Replayed"]) == (200, 200, "true")
    assert again.json() == first.json()
    assert crew.credits()["held"] == gate["quote"]["total"]

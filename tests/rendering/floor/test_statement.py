"""The statement of films that were really made: failures, retries, dropped shots, drafts first and masters later."""

from collections import Counter
from typing import Any

import pytest

from billing.services import proof
from core.amounts import Credits
from rendering import tasks
from rendering.models import Attempt, Film
from studios.services import keys
from tests.rendering.conftest import Api, Crew
from tests.rendering.floor.test_send import approved, send_all


@pytest.fixture
def admin(crew: Crew) -> Api:
    """The studio's admin, who may see the statement."""
    _, key = keys.issue(crew.studio, role="admin", actor="test")
    return Api(key)


def statement(admin: Api) -> Any:
    answer = admin.get("/statement")
    assert answer.status_code == 200, answer.content
    return answer.json()


def told(document: Any, tier: str) -> list[tuple[str, str, bool]]:
    """Name and outcome of the tier's lines, and whether they cost anything."""
    return [
        (line["name"], line["outcome"], line["spent"] != "0.00")
        for line in document["lines"]
        if line["tier"] == tier
    ]


def test_a_film_from_drafts_to_masters_with_a_failure_and_a_dropped_shot(crew: Crew, admin: Api) -> None:
    film = with_a_dropped_shot(crew)
    crew.answer(film, "auto")
    film = crew.work(film)
    shot_one = film.shots.filter(number=1)
    words = shot_one.get().description
    crew.answer(film, "drafts")
    shot_one.update(description="a robot [[fail:nsfw]]")
    film = crew.work(film)
    shot_one.update(description=words)
    crew.api.post(f"/films/{film.name}/resume")
    film = crew.work(film)
    crew.answer(film, "approve")
    film = crew.work(film)
    assert film.status == Film.Status.FINISHED
    crew.api.post(f"/films/{film.name}/finalize")
    film = crew.work(film)
    crew.answer(film, "approve")
    film = crew.work(film)
    assert (film.status, film.cuts.count()) == (Film.Status.FINISHED, 2)

    document = statement(admin)
    shots = [shot.name for shot in film.shots.all()]
    drafts = told(document, "draft")
    assert Counter(drafts) == Counter(
        [("shot-01", "failed", False), *((name, "delivered", True) for name in shots)]
    )
    assert told(document, "master") == [(name, "delivered", True) for name in shots]
    stills = Counter(outcome for _, outcome, _ in told(document, "still"))
    assert stills["abandoned"] == 1
    assert stills.total() == stills["abandoned"] + stills["delivered"]
    assert document["spent"] == str(sum(Credits(str(order["creditsConsumed"])) for order in crew.orders()))
    assert document["held"] == "0.00"
    assert film.casting is not None
    assert {line["engine"] for line in document["lines"] if line["tier"] == "still"} == {
        film.casting["stills_engine"]
    }
    assert [equation for equation in proof.equations() if not equation.is_true] == []


def with_a_dropped_shot(crew: Crew) -> Film:
    """A film that became shorter after its stills were approved: the plan needs a shot less than their bill."""
    film = crew.work(crew.start("a 15-second film of two robots at a bus stop, 720p"))
    for _ in ("plan", "script"):
        crew.answer(film, "approve")
        film = crew.work(film)
    crew.answer(film, "approve")
    before = film.shots.count()
    Film.objects.for_studio(crew.studio.pk).filter(pk=film.pk).update(duration_seconds=10)
    film = crew.work(film)
    crew.answer(film, "approve")
    film = crew.work(film)
    assert (film.stage, film.shots.count()) == ("shots", before - 1)
    return film


def test_a_free_retry_is_one_line_and_a_lost_answer_is_in_doubt(crew: Crew, admin: Api) -> None:
    film, lost = approved(crew), approved(crew, name="lost")
    lost.shots.update(description="a robot waits [[drop]]")
    crew.sandbox.change(failure_rate=1)
    send_all(crew)
    while crew.attempts(film, "sent"):
        crew.turn()
    crew.sandbox.change(failure_rate=0)
    Attempt.objects.for_studio(crew.studio.pk).filter(status="queued").update(
        not_before="2026-01-01T00:00:00Z"
    )
    film = crew.work(film)
    document = statement(admin)
    mine = [line for line in document["lines"] if line["film"] == film.name]
    assert {line["outcome"] for line in mine} == {"delivered"}
    assert Counter(line["tier"] for line in mine)["draft"] == film.shots.count()
    theirs = {line["tier"]: line["outcome"] for line in document["lines"] if line["film"] == "lost"}
    assert theirs == {"still": "delivered", "draft": "in_doubt", "master": "in_production"}
    by_film = {one["name"]: one for one in document["by_film"]}
    for name in (film.name, "lost"):
        shown = crew.api.get(f"/films/{name}").json()
        assert (by_film[name]["spent"], by_film[name]["held"]) == (shown["spent"], shown["held"])
    assert (document["spent"], document["held"]) == (crew.credits()["spent"], crew.credits()["held"])


def test_a_casting_on_its_own_is_a_line_with_what_was_metered(crew: Crew, admin: Api) -> None:
    asked = crew.api.post("/castings", {"idea": "two robots fall in love at a bus stop"}).json()
    assert told(statement(admin), "plan") == [("casting", "in_production", False)]
    tasks.work_out_casting(crew.casting(asked["id"]).pk)
    document = statement(admin)
    assert told(document, "plan") == [("casting", "delivered", True)]
    (line,) = document["lines"]
    assert (line["film"], line["film_id"], line["billed"]) == ("casting", None, "2.00")
    assert line["spent"] == document["spent"] == crew.api.get(f"/castings/{asked['id']}").json()["spent"]


def test_every_engine_of_the_statement_is_one_that_can_be_cast(crew: Crew, admin: Api) -> None:
    film = crew.work(crew.start(mode="auto"))
    crew.answer(film, "revise", "kling for the clips and seedance 2 for the hero shots")
    film = crew.work(film)
    crew.answer(film, "approve")
    takes = {take.public_id: take.engine for take in film.takes.all()}
    known = {engine["name"] for engine in admin.get("/engines").json()["engines"]}
    engines = Counter(line["engine"] for line in statement(admin)["lines"])
    assert engines == Counter(takes.values())
    assert set(engines) <= known

"""A film goes on without what is in doubt, once a person says so; what turns up after all is brought home."""

from typing import Any

import pytest

from rendering import tasks
from rendering.models import Attempt, Film
from rendering.services import collection
from rendering.services.ordering import doubts
from tests.rendering.conftest import Crew, owner_of
from tests.rendering.floor.test_send import approved, send_all

DROPPED = "a robot waits [[drop]]"
THREE_SHOTS = "a 15-second film of two robots at a bus stop, 720p"


@pytest.fixture
def doubtful(crew: Crew) -> Film:
    """A film of which one shot's draft is in doubt, and all else is there."""
    film = approved(crew, idea=THREE_SHOTS, drafts_only=True)
    film.shots.filter(number=1).update(description=DROPPED)
    send_all(crew)
    while crew.attempts(film, "sent"):
        crew.turn()
    film.shots.filter(number=1).update(description="a robot waits")
    return film


def resume(crew: Crew, film: Film, *, without: bool) -> Any:
    return crew.api.post(f"/films/{film.name}/resume", {"without_doubtful": without})


def test_it_waits_for_the_doubtful_shot_until_a_person_lets_it_go_on_without(
    crew: Crew, doubtful: Film
) -> None:
    held = crew.credits()["held"]
    resume(crew, doubtful, without=False)
    film = crew.work(doubtful)
    assert (film.status, len(crew.attempts(film, "in_doubt"))) == ("working", 1)
    assert "--without-doubtful" in crew.api.get(f"/films/{film.name}").json()["waits_for"]
    ordered = len(crew.orders())
    assert resume(crew, film, without=True).status_code == 200
    film = crew.work(film)
    assert film.status == Film.Status.FINISHED
    shots = {clip["shot"] for clip in film.cuts.latest("number").edl["clips"]}
    assert shots == {shot.name for shot in film.shots.exclude(number=1)}
    assert len(crew.orders()) == ordered
    assert crew.credits()["held"] == held != "0.00"


def test_what_turns_up_after_all_is_paid_for_and_brought_home(crew: Crew, doubtful: Film) -> None:
    resume(crew, doubtful, without=True)
    film = crew.work(doubtful)
    (attempt,) = crew.attempts(film, "in_doubt")
    task = next(order["taskId"] for order in crew.orders() if owner_of(order) == attempt.public_id)
    assert doubts.hear(attempt, str(task))
    tasks.heed_callback(attempt.pk)
    crew.turn()
    crew.turn()
    attempt.refresh_from_db()
    assert (attempt.status, attempt.is_collected) == ("succeeded", True)
    attempt.take.refresh_from_db()
    assert attempt.take.status == "ready"
    assert crew.credits()["held"] == "0.00"


def test_what_is_forgotten_after_it_was_left_out_gives_its_credits_back_and_disturbs_nothing(
    crew: Crew, doubtful: Film
) -> None:
    resume(crew, doubtful, without=True)
    film = crew.work(doubtful)
    (attempt,) = crew.attempts(film, "in_doubt")
    assert doubts.forget(attempt)
    film.refresh_from_db()
    attempt.take.refresh_from_db()
    assert (film.status, attempt.take.status) == ("finished", "dropped")
    assert crew.credits()["held"] == "0.00"


def test_a_shot_without_a_draft_needs_no_master_and_its_credits_come_back(crew: Crew) -> None:
    film = approved(crew, idea=THREE_SHOTS)
    film.shots.filter(number=1).update(description=DROPPED)
    send_all(crew)
    while crew.attempts(film, "sent"):
        crew.turn()
    film.shots.filter(number=1).update(description="a robot waits")
    resume(crew, film, without=True)
    masters = {take.shot_id: take.status for take in crew.takes(film, "master")}
    assert masters[film.shots.get(number=1).pk] == "dropped"
    film = crew.work(film)
    assert film.status == Film.Status.FINISHED
    (attempt,) = crew.attempts(film, "in_doubt")
    line = next(take for take in crew.takes(film, "draft") if take.pk == attempt.take_id)
    assert line.status == "left_out"


def test_what_is_paid_and_can_not_be_brought_home_can_be_left_out_and_still_comes(crew: Crew) -> None:
    film = approved(crew, idea=THREE_SHOTS, drafts_only=True)
    send_all(crew)
    while sent := crew.attempts(film, "sent"):
        for attempt in sent:
            crew.look_now(attempt.pk)
    stuck, *others = (one for one in crew.attempts(film, "succeeded") if not one.is_collected)
    for other in others:
        tasks.collect(other.pk)
    assert resume(crew, film, without=True).status_code == 409
    rows = Attempt.objects.for_studio(crew.studio.pk).filter(pk=stuck.pk)
    rows.update(collections=collection.TELL_AFTER)
    assert resume(crew, film, without=True).status_code == 200
    tasks.advance(film.pk)
    film.refresh_from_db()
    assert film.stage != "clips"
    tasks.collect(stuck.pk)
    stuck.take.refresh_from_db()
    assert (stuck.take.status, stuck.take.is_left_out) == ("ready", True)


def test_without_any_doubt_it_changes_nothing_and_says_so(crew: Crew) -> None:
    film = approved(crew, drafts_only=True)
    answer = resume(crew, film, without=True)
    assert answer.status_code == 409
    assert "Nothing was changed" in answer.json()["detail"]


def test_a_film_of_which_nothing_would_be_left_is_not_finished(crew: Crew) -> None:
    film = approved(crew, drafts_only=True)
    film.shots.update(description=DROPPED)
    send_all(crew)
    answer = resume(crew, film, without=True)
    assert answer.status_code == 409
    assert "nothing of" in answer.json()["detail"]
    assert {take.status for take in crew.takes(film, "draft")} == {"ordered"}

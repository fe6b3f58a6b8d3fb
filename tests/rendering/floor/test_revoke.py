"""Taking back what was approved: nothing more is ordered, the credits come back, and resume shows the bill again."""

from typing import Any

from rendering import tasks
from rendering.models import Film
from rendering.services.ordering import dispatch
from tests.rendering.conftest import Crew, hire


def approved(crew: Crew, **wish: Any) -> Film:
    """A film whose drafts are approved and wait in the queue, none of them sent."""
    film = crew.work(crew.start(mode="auto", **wish))
    assert crew.answer(film, "drafts").status_code == 200
    tasks.advance(film.pk)
    return crew.film(film.name)


def revoke(crew: Crew, film: Film) -> Any:
    return crew.api.post(f"/films/{film.name}/revoke")


def test_nothing_of_it_is_ordered_and_the_credits_are_free_again(crew: Crew) -> None:
    film = approved(crew)
    ordered, spent = len(crew.orders()), crew.credits()["spent"]
    assert crew.credits()["held"] != "0.00"
    told = revoke(crew, film).json()
    assert (told["state"], told["held"]) == ("paused", "0.00")
    assert "You took back what was approved" in told["waits_for"]
    for attempt in dispatch.give_slots().attempts:
        tasks.send(attempt)
    assert len(crew.orders()) == ordered
    assert (crew.credits()["held"], crew.credits()["spent"]) == ("0.00", spent)


def test_resume_shows_the_bill_again_and_a_new_yes_finishes_the_film(crew: Crew) -> None:
    film = approved(crew)
    revoke(crew, film)
    crew.api.post(f"/films/{film.name}/resume")
    film = crew.work(film)
    assert (film.status, film.stage) == ("waiting", "cost")
    crew.answer(film, "approve")
    assert crew.work(film).status == Film.Status.FINISHED
    orders = [order["callback"] for order in crew.orders()]
    assert len(orders) == len(set(orders))


def test_what_was_ordered_before_is_collected_and_paid(crew: Crew) -> None:
    film = approved(crew)
    for attempt in dispatch.give_slots().attempts:
        tasks.send(attempt)
    assert crew.attempts(film, "sent")
    revoke(crew, film)
    assert crew.credits()["held"] != "0.00"
    crew.api.post(f"/films/{film.name}/resume")
    film = crew.work(film)
    assert film.status == Film.Status.FINISHED
    assert crew.credits()["held"] == "0.00"


def test_an_order_that_waits_for_another_try_is_stopped_as_well(crew: Crew) -> None:
    film = approved(crew)
    crew.sandbox.change(failure_rate=1)
    for attempt in dispatch.give_slots().attempts:
        tasks.send(attempt)
    while crew.attempts(film, "sent"):
        crew.turn()
    assert {attempt.number for attempt in crew.attempts(film, "queued")} == {2}
    revoke(crew, film)
    assert crew.credits()["held"] == "0.00"
    assert not crew.attempts(film, "queued", "sent")


def test_a_film_with_nothing_approved_goes_on_as_it_was(crew: Crew) -> None:
    film = crew.work(crew.start())
    told = revoke(crew, film).json()
    assert (told["state"], told["gate"]["kind"]) == ("waiting", "plan")


def test_another_studio_can_not_take_it_back(crew: Crew) -> None:
    film = approved(crew)
    other = hire("nadir", crew.sandbox)
    assert other.api.post(f"/films/{film.name}/revoke").status_code == 404
    assert crew.credits()["held"] != "0.00"

"""Every order and every film has a way out, and none of them leads to a second order."""

import json
import time
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models.functions import Now

from billing.models import LineUse
from rendering import tasks
from rendering.models import Attempt, Event, Film, Hint
from rendering.provider import records
from rendering.services import sweeping
from rendering.services.ordering import dispatch, doubts, endings, sending, settling
from tests.rendering.books.desk import Books
from tests.rendering.conftest import Crew, owner_of
from tests.rendering.floor.test_callbacks import call_back
from tests.rendering.floor.test_send import approved, send_all
from tests.rendering.ordering.test_leave_out import THREE_SHOTS, resume


@pytest.fixture
def books(crew: Crew) -> Books:
    return Books(crew)


def test_an_old_message_starts_nothing_once_the_order_was_put_back(books: Books) -> None:
    (attempt,) = books.approved("a robot")
    books.crew.sandbox.strike({"kind": "refused", "code": 429, "route": "createTask", "times": 1})
    dispatch.give_slots()
    tasks.send(attempt.pk)
    (attempt,) = books.now([attempt])
    assert (attempt.status, attempt.slot_at) == ("queued", None)
    tasks.send(attempt.pk)
    assert len(books.crew.orders()) == 0
    assert books.now([attempt])[0].status == "queued"


def test_an_order_that_was_refused_and_calls_back_all_the_same_is_not_placed_again(books: Books) -> None:
    (attempt,) = books.approved("a robot")
    rule = {"kind": "refused", "code": 429, "accepted": True, "route": "createTask", "times": 1}
    books.crew.sandbox.strike(rule)
    books.send([attempt])
    (attempt,) = books.now([attempt])
    assert attempt.status == "queued"
    (order,) = books.crew.orders()
    assert call_back(attempt, str(order["taskId"])).status_code == 200
    Attempt.objects.for_studio(books.crew.studio.pk).update(not_before=Now())
    books.send([attempt])
    assert len(books.crew.orders()) == 1
    tasks.heed_callback(attempt.pk)
    (attempt,) = books.settle(books.now([attempt]))
    assert (attempt.status, attempt.task_id, len(books.crew.orders())) == ("succeeded", order["taskId"], 1)


def test_an_order_that_was_refused_and_has_called_back_is_not_revoked(books: Books) -> None:
    (attempt,) = books.approved("a robot")
    rule = {"kind": "refused", "code": 429, "accepted": True, "route": "createTask", "times": 1}
    books.crew.sandbox.strike(rule)
    (attempt,) = books.send([attempt])
    (order,) = books.crew.orders()
    assert call_back(attempt, str(order["taskId"])).status_code == 200
    assert books.crew.api.post(f"/films/{attempt.take.film.name}/revoke").status_code == 200
    tasks.heed_callback(attempt.pk)
    (attempt,) = books.settle([attempt])
    assert (attempt.status, attempt.task_id, attempt.is_collected) == ("succeeded", order["taskId"], True)


UNPLACED: dict[str, dict[str, Any]] = {
    "revoked": {"kind": "refused", "code": 429, "accepted": True},
    "rejected": {"kind": "refused", "code": 422, "accepted": True},
    "forgotten": {"kind": "drop"},
}


@pytest.mark.parametrize("how", UNPLACED)
def test_an_order_that_ended_unplaced_and_calls_back_is_told_once_and_named_by_the_books(
    books: Books, how: str
) -> None:
    (attempt,) = books.approved("a robot")
    books.crew.sandbox.strike(UNPLACED[how] | {"route": "createTask", "times": 1})
    (attempt,) = books.send([attempt])
    film = attempt.take.film
    if how == "revoked":
        assert books.crew.api.post(f"/films/{film.name}/revoke").status_code == 200
    elif how == "forgotten":
        assert doubts.forget(attempt)
    (attempt,) = books.now([attempt])
    assert (attempt.status, attempt.reason) == ("failed", how)
    (order,) = books.crew.orders()
    for _ in range(2):
        assert call_back(attempt, str(order["taskId"])).status_code == 200
        tasks.heed_callback(attempt.pk)
        (attempt,) = books.now([attempt])
    assert film.events.filter(kind="order.turned_up", text__endswith="You pay nothing for it.").count() == 1
    assert books.crew.credits()["held"] == "0.00"
    while "charged_for_a_failure" not in (named := books.named()):
        time.sleep(0.1)  # the sandbox is drawing meanwhile
    assert named["charged_for_a_failure"]["about"] == attempt.public_id


def test_a_hint_that_came_beside_the_answer_tells_nothing_once_the_order_has_failed(books: Books) -> None:
    (attempt,) = books.settled("a robot [[fail:nsfw]]")
    Hint.objects.create(attempt=attempt, task_id=attempt.task_id or "")
    tasks.heed_callback(attempt.pk)
    assert not attempt.take.film.events.filter(kind="order.turned_up").exists()
    assert not attempt.hints.exists()


def test_a_worker_that_was_frozen_after_its_claim_does_not_call(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    (attempt,) = books.approved("a robot")
    with monkeypatch.context() as frozen:
        frozen.setattr(sending, "CLAIM_LASTS_SECONDS", -1)
        (attempt,) = books.send([attempt])
    assert (attempt.status, attempt.slot_at, books.crew.orders()) == ("queued", None, [])
    (attempt,) = books.send([attempt])
    assert (attempt.status, len(books.crew.orders())) == ("sent", 1)


def test_an_order_that_can_not_be_written_keeps_no_other_from_its_slot(books: Books) -> None:
    (attempt,) = books.approved("a robot")
    attempt.take.spec = {"of": "an engine that is not offered any more"}
    attempt.take.save()
    books.send([attempt])
    (attempt,) = books.now([attempt])
    assert (attempt.status, attempt.slot_at, len(books.crew.orders())) == ("queued", None, 0)
    told = Event.objects.for_studio(books.crew.studio.pk).get(kind="order.waits")
    assert told.is_notice
    assert "Nothing was spent" in told.text


def test_once_one_doubt_is_gone_the_film_tells_the_next(crew: Crew) -> None:
    film = approved(crew, idea=THREE_SHOTS, drafts_only=True)
    film.shots.exclude(number=3).update(description="a robot [[drop]]")
    send_all(crew)
    task_of = {owner_of(order): str(order["taskId"]) for order in crew.orders()}
    for left in (1, 0):
        attempt = crew.attempts(film, "in_doubt")[-1]
        assert call_back(attempt, task_of[attempt.public_id]).status_code == 200
        tasks.heed_callback(attempt.pk)
        told = crew.api.get(f"/films/{film.name}").json()["waits_for"] or ""
        assert ("does not order it again" in told) is bool(left)
        assert len(crew.attempts(film, "in_doubt")) == left


def test_what_was_taken_back_while_a_gate_was_open_is_billed_again_and_never_passed_over(crew: Crew) -> None:
    film = crew.work(crew.start(mode="steer"))
    while film.stage != "clips":
        crew.answer(film, "approve")
        film = crew.work(film)
    crew.api.post(f"/films/{film.name}/revoke")
    film.refresh_from_db()
    assert film.status == Film.Status.WAITING
    crew.answer(film, "approve")
    film = crew.work(film)
    assert (film.status, film.stage) == ("paused", "masters")
    assert "taken back" in film.waits_for
    crew.api.post(f"/films/{film.name}/resume")
    film = crew.work(film)
    assert (film.status, film.stage) == ("waiting", "cost")
    assert {line["tier"] for line in crew.gate(film)["quote"]["lines"]} == {"master"}


def test_what_a_person_goes_on_without_is_not_tried_again_and_stays_out(crew: Crew) -> None:
    film = approved(crew, idea=THREE_SHOTS, drafts_only=True)
    film.shots.filter(number=1).update(description="a robot [[drop]] [[fail:internal error]]")
    send_all(crew)
    resume(crew, film, without=True)
    (attempt,) = crew.attempts(film, "in_doubt")
    task = next(str(order["taskId"]) for order in crew.orders() if owner_of(order) == attempt.public_id)
    doubts.hear(attempt, task)
    tasks.heed_callback(attempt.pk)
    while crew.attempts(film, "sent"):
        crew.turn()
    attempt.refresh_from_db()
    assert attempt.status == "failed"
    assert not Attempt.objects.for_studio(crew.studio.pk).filter(number__gt=1).exists()
    assert crew.work(film).status == Film.Status.FINISHED
    assert crew.credits()["held"] == "0.00"


@pytest.mark.parametrize("is_over", [False, True])
def test_a_retry_of_what_was_sent_before_a_backup_may_have_been_made_and_is_in_doubt(
    books: Books, is_over: bool
) -> None:
    (attempt,) = books.sent("a robot [[fail:internal error]]")
    call_command("restore_mode", "on")
    if is_over:
        call_command("restore_mode", "off")
    books.settle([attempt])
    rows = Attempt.objects.for_studio(books.crew.studio.pk).order_by("number")
    assert [(one.number, one.status) for one in rows] == [(1, "failed"), (2, "in_doubt")]
    if not is_over:
        call_command("restore_mode", "off")
    assert dispatch.give_slots().attempts == []


def test_a_retry_without_a_line_to_hand_on_ends_the_take(books: Books) -> None:
    (attempt,) = books.sent("a robot [[fail:internal error]]")
    LineUse.objects.across_studios(reason="test").filter(order=attempt.public_id).delete()
    (attempt,) = books.settle([attempt])
    assert (attempt.status, attempt.reason) == ("failed", "failed_for_now")
    assert books.crew.credits()["held"] == "0.00"


def test_an_order_so_late_that_the_provider_lost_it_can_be_let_go(books: Books) -> None:
    (attempt,) = books.sent("a robot [[stuck]]")
    assert not doubts.forget(attempt)
    books.change(attempt, is_late=True)
    (attempt,) = books.now([attempt])
    assert doubts.forget(attempt)
    assert books.crew.credits()["held"] == "0.00"


def test_what_is_done_and_shows_no_result_is_looked_for_on_and_on(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "EMPTY_PATIENCE_SECONDS", 0)
    books.crew.sandbox.strike({"kind": "empty"})
    (attempt,) = books.sent("a robot")
    while not attempt.is_late:
        books.crew.look_now(attempt.pk)
        time.sleep(0.1)
        (attempt,) = books.now([attempt])
    assert (attempt.status, books.crew.credits()["held"]) == ("sent", "4.00")
    assert "hands out nothing so far" in attempt.take.film.events.get(kind="take.late").text
    books.crew.look_now(attempt.pk)
    assert books.now([attempt])[0].look_ups > attempt.look_ups
    assert doubts.forget(attempt)


def test_a_result_at_a_very_long_address_is_paid_and_kept(books: Books) -> None:
    (attempt,) = books.sent("a robot")
    record = records.read(attempt.task_id or "", {"taskId": attempt.task_id, "state": "success", "creditsConsumed": 4,
        "resultJson": json.dumps({"resultUrls": ["https://x.test/" + "a" * 5000]})})  # fmt: skip
    endings.succeed(attempt, record)
    (attempt,) = books.now([attempt])
    assert (attempt.status, len(attempt.result_url)) == ("succeeded", 5015)


def test_at_a_wrong_address_of_the_provider_orders_wait(books: Books) -> None:
    (attempt,) = books.approved("a robot")
    books.crew.sandbox.strike({"kind": "page", "http": 404, "route": "createTask", "times": 1})
    (attempt,) = books.send([attempt])
    assert (attempt.status, books.crew.orders()) == ("queued", [])
    assert attempt.take.film.events.filter(kind="provider.blocked").count() == 1


def test_a_doubled_sweep_goes_round_once(crew: Crew) -> None:
    assert [sweeping.begin_round() for _ in range(5)].count(True) == 1

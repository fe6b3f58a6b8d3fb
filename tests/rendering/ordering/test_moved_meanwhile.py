"""Whoever decides by a status is not obeyed once another has moved it: an order on its way is nobody's to take back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from billing import port as billing
from billing.models import Hold
from rendering import tasks
from rendering.models import Attempt
from rendering.models.attempts import ITS_WORK
from rendering.services import takes
from rendering.services.ordering import dispatch, doubts, endings, sending
from tests.core.at_once import beside
from tests.rendering.conftest import Crew, owner_of
from tests.rendering.floor.test_send import approved, send_all

rows = Attempt.objects.across_studios(reason="test").select_related(*ITS_WORK, "studio")


def holds(line: str) -> str:
    return Hold.objects.across_studios(reason="test").get(approval_line__public_id=line).status


def test_an_order_that_a_worker_has_just_claimed_is_not_taken_back(crew: Crew) -> None:
    film = approved(crew, drafts_only=True, idea="a 15-second film of two robots at a bus stop, 720p")
    (chosen, *others) = dispatch.give_slots().attempts
    attempt = rows.get(pk=chosen)
    beside(lambda: sending._claim(attempt), lambda: crew.api.post(f"/films/{film.name}/revoke"))
    assert (rows.get(pk=chosen).status, holds(attempt.line)) == ("sending", "authorized")
    assert {rows.get(pk=other).status for other in others} == {"failed"}
    assert sending.record_sent(attempt, "task-1")


def test_an_order_that_a_callback_has_just_brought_back_is_not_forgotten(crew: Crew) -> None:
    film = approved(crew, drafts_only=True)
    film.shots.update(description="a robot waits [[drop]]")
    send_all(crew)
    (attempt, *_) = crew.attempts(film, "in_doubt")
    task = next(str(order["taskId"]) for order in crew.orders() if owner_of(order) == attempt.public_id)
    with pytest.raises(CommandError, match="has found"):
        beside(
            lambda: sending.record_sent(attempt, task),
            lambda: call_command("resolve", attempt.public_id, "--forget"),
        )
    assert (rows.get(pk=attempt.pk).status, holds(attempt.line)) == ("sent", "authorized")


@pytest.mark.parametrize("first", ["callback", "person"])
def test_an_order_whose_callback_waits_to_be_looked_at_is_not_forgotten(crew: Crew, first: str) -> None:
    film = approved(crew, drafts_only=True)
    film.shots.update(description="a robot waits [[drop]]")
    send_all(crew)
    (attempt, *_) = crew.attempts(film, "in_doubt")
    assert attempt.answered_at is not None

    def heard() -> None:
        doubts.hear(attempt, "task-1")

    def forget() -> None:
        call_command("resolve", attempt.public_id, "--forget")

    if first == "person":
        beside(forget, heard)
        assert (rows.get(pk=attempt.pk).status, holds(attempt.line)) == ("failed", "voided")
        return
    with pytest.raises(CommandError, match="looks at first"):
        beside(heard, forget)
    assert (rows.get(pk=attempt.pk).status, holds(attempt.line)) == ("in_doubt", "authorized")


def test_credits_of_a_take_whose_order_is_being_verified_are_not_given_back(crew: Crew) -> None:
    film = crew.work(crew.start(mode="auto", drafts_only=True))
    crew.answer(film, "approve")
    lines = billing.released_lines(crew.studio.pk, film.public_id)
    take, *others = crew.takes(film, "draft")

    def verify() -> None:
        billing.verify(
            crew.studio.pk, subject=film.public_id, line=lines[take.public_id].id, work=take.public_id,
            spec=take.spec, order="att_1",
        )  # fmt: skip

    beside(verify, lambda: takes.give_back_planned(film))
    assert holds(lines[take.public_id].id) == "authorized"
    assert {holds(lines[other.public_id].id) for other in others} <= {"voided"}


@pytest.mark.parametrize(
    "ends",
    [
        lambda attempt: endings.fail(attempt, reason="rejected", said="no"),
        lambda attempt: endings.take_back(attempt, reason="forgotten", told="never arrived"),
        endings.doubt,
        lambda attempt: sending._put_back(attempt, seconds=0, said=""),
    ],
    ids=["fail", "take back", "doubt", "put back"],
)
@pytest.mark.parametrize(("seen", "now"), [("queued", "sending"), ("sending", "sent"), ("in_doubt", "sent")])
def test_what_was_decided_by_an_older_status_is_not_done(
    crew: Crew, ends: Callable[[Attempt], Any], seen: str, now: str
) -> None:
    approved(crew, drafts_only=True)
    attempt = rows.filter(status="queued").first()
    assert attempt is not None
    rows.filter(pk=attempt.pk).update(status=now, task_id="task-1")
    attempt.status = seen
    ends(attempt)
    assert (rows.get(pk=attempt.pk).status, holds(attempt.line)) == (now, "authorized")


def test_a_message_that_came_too_late_ends_nothing(crew: Crew) -> None:
    film = approved(crew, drafts_only=True)
    send_all(crew)
    (attempt, *_) = crew.attempts(film, "sent")
    endings.doubt(attempt)
    tasks.send(attempt.pk)
    assert rows.get(pk=attempt.pk).status == "sent"

"""After a restore from a backup nothing is ordered on the word of rows that may be too old."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from billing.models import Hold
from rendering import tasks
from rendering.models import Attempt, Event
from rendering.services.ordering import dispatch, doubts
from tests.rendering.conftest import Crew, owner_of
from tests.rendering.floor.test_send import approved, send_all


def test_what_waited_to_be_sent_is_in_doubt_and_nothing_starts(crew: Crew) -> None:
    film = approved(crew, drafts_only=True)
    waiting, before = dispatch.give_slots().attempts, len(crew.orders())
    call_command("restore_mode", "on")
    for attempt in waiting:
        tasks.send(attempt)
    tasks.advance(film.pk)
    assert dispatch.give_slots().attempts == []
    assert len(crew.orders()) == before
    assert len(crew.attempts(film, "in_doubt")) == len(waiting)
    assert Event.objects.for_studio(crew.studio.pk).filter(film=film, kind="service.restored").exists()


def test_what_was_sent_in_the_lost_time_is_adopted_by_its_callback(crew: Crew) -> None:
    """The backup is from before the orders went out; the provider has them."""
    film = approved(crew, drafts_only=True)
    film.shots.update(description="a robot waits [[drop]]")
    send_all(crew)
    film.shots.update(description="a robot waits")
    Attempt.objects.for_studio(crew.studio.pk).filter(status="in_doubt").update(
        status="queued", sending_at=None, answered_at=None
    )
    call_command("restore_mode", "on")
    task_of = {owner_of(order): str(order["taskId"]) for order in crew.orders()}
    for attempt in crew.attempts(film, "in_doubt"):
        assert doubts.hear(attempt, task_of[attempt.public_id])
        tasks.heed_callback(attempt.pk)
    while crew.attempts(film, "sent"):
        crew.turn()
    ordered = len(crew.orders())
    call_command("restore_mode", "off")
    assert crew.work(film).status == "finished"
    assert len(crew.orders()) == ordered


def test_what_was_approved_and_not_ordered_is_billed_anew_when_it_ends(crew: Crew) -> None:
    film = crew.work(crew.start(mode="auto", drafts_only=True))
    crew.answer(film, "approve")
    call_command("restore_mode", "on")
    tasks.advance(film.pk)
    assert not crew.attempts(film, "queued", "in_doubt")
    call_command("restore_mode", "off")
    assert crew.credits()["held"] == "0.00"
    film.refresh_from_db()
    assert (film.status, "backup" in film.waits_for) == ("paused", True)
    crew.api.post(f"/films/{film.name}/resume")
    film = crew.work(film)
    assert (film.stage, film.status) == ("cost", "waiting")
    crew.answer(film, "approve")
    assert crew.work(film).status == "finished"
    drafts = Hold.objects.for_studio(crew.studio.pk).filter(approval_line__quote_line__kind="draft")
    assert sorted({hold.status for hold in drafts}) == ["captured", "voided"]


@pytest.mark.parametrize("wait", ["stage", "approved"])
def test_what_was_allowed_beforehand_orders_nothing_after_a_restore(crew: Crew, wait: str) -> None:
    """An autopilot's stills and footage may have been ordered in the lost hours, under a mandate that looks whole."""
    film = crew.start(mode="auto", preapprove=True)
    if wait == "approved":
        while film.stage != "looks":
            tasks.advance(film.pk)
            film.refresh_from_db()
    before = len(crew.orders())
    call_command("restore_mode", "on")
    for attempt in crew.attempts(film, "in_doubt"):
        call_command("resolve", attempt.public_id, "--forget")
    call_command("restore_mode", "off")
    crew.api.post(f"/films/{film.name}/resume")
    film = crew.work(film)
    assert (film.status, len(crew.orders())) == ("waiting", before)
    assert crew.gate(film)["quote"]["lines"]
    told = film.events.get(kind="service.restored").text
    assert "beforehand is taken back" in told


@pytest.mark.django_db
def test_to_end_what_is_not_on_is_refused(capsys: Any) -> None:
    with pytest.raises(CommandError, match="not on"):
        call_command("restore_mode", "off")


@pytest.mark.django_db
def test_a_casting_that_was_not_answered_is_not_asked_again_by_itself(crew: Crew) -> None:
    asked = crew.api.post("/castings", {"idea": "two robots at a bus stop"}).json()
    call_command("restore_mode", "on")
    casting = crew.casting(asked["id"])
    tasks.work_out_casting(casting.pk)
    casting.refresh_from_db()
    assert (casting.status, crew.credits()["held"]) == ("failed", "0.00")

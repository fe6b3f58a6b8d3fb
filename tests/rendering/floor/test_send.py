"""Orders: sent once, refused without a verified approval, in doubt when an answer is lost."""

from typing import Any

from django.core.management import call_command

from billing.models import Approval, ApprovalLine, Hold, LineUse
from rendering import tasks
from rendering.models import Attempt, Film
from rendering.services import sweeping
from rendering.services.ordering import dispatch
from tests.rendering.conftest import Crew, owner_of


def approved(crew: Crew, **wish: Any) -> Film:
    """A film whose drafts and masters are approved and queued, and not one of them sent."""
    film = crew.work(crew.start(mode="auto", **wish))
    crew.answer(film, "approve")
    tasks.advance(film.pk)
    return film


def send_all(crew: Crew) -> None:
    for attempt in dispatch.give_slots().attempts:
        tasks.send(attempt)


def test_an_order_is_sent_with_its_own_callback_address(crew: Crew) -> None:
    film = approved(crew)
    send_all(crew)
    sent = {attempt.public_id for attempt in crew.attempts(film, "sent")}
    assert len(sent) == len(crew.takes(film, "draft"))
    assert sent <= {owner_of(order) for order in crew.orders()}


def test_a_doubled_message_sends_nothing_twice(crew: Crew) -> None:
    film = approved(crew)
    waiting = dispatch.give_slots().attempts
    for attempt in waiting * 3:
        tasks.send(attempt)
    ordered = [order for order in crew.orders() if "resolution" in order["input"]]
    assert len(ordered) == len(crew.attempts(film, "sent"))


def refused_with(crew: Crew, film: Film, reason: str) -> None:
    """Every queued order is refused for this reason: nothing new at the provider, the credits are back, it is said."""
    before = len(crew.orders())
    send_all(crew)
    film.refresh_from_db()
    assert {attempt.reason for attempt in crew.attempts(film, "failed")} == {reason}
    assert len(crew.orders()) == before
    lines = ApprovalLine.objects.for_studio(crew.studio.pk).filter(quote_line__kind="draft")
    assert {line.hold.status for line in lines.filter(quote_line__quote__subject=film.public_id)} == {
        "voided"
    }
    assert film.status == Film.Status.PAUSED
    assert "was not ordered" in crew.api.get(f"/films/{film.name}").json()["waits_for"]


def test_a_changed_byte_in_a_stored_approval_orders_nothing(crew: Crew) -> None:
    film = approved(crew)
    approval = Approval.objects.for_studio(crew.studio.pk).get(subject=film.public_id)
    Approval.objects.for_studio(crew.studio.pk).filter(pk=approval.pk).update(
        claim=approval.claim | {"total": "1.00"}
    )
    before = len(crew.orders())
    send_all(crew)
    assert {attempt.reason for attempt in crew.attempts(film, "failed")} == {"tampered"}
    assert len(crew.orders()) == before


def test_after_a_refusal_resume_shows_the_bill_of_what_was_not_ordered(crew: Crew) -> None:
    film = approved(crew)
    rows = Approval.objects.for_studio(crew.studio.pk).filter(subject=film.public_id)
    rows.update(signature="A" * 88)
    refused_with(crew, film, "tampered")
    crew.api.post(f"/films/{film.name}/resume")
    film = crew.work(film)
    assert (film.status, film.stage) == ("waiting", "cost")
    assert "draft" in {line["tier"] for line in crew.gate(film)["quote"]["lines"]}
    crew.answer(film, "approve")
    assert crew.work(film).status == Film.Status.FINISHED


def test_an_approval_of_another_film_orders_nothing(crew: Crew) -> None:
    other, film = approved(crew), approved(crew)
    Attempt.objects.for_studio(crew.studio.pk).filter(take__film=other).update(status="failed")
    foreign = Approval.objects.for_studio(crew.studio.pk).get(subject=other.public_id)
    mine = ApprovalLine.objects.for_studio(crew.studio.pk).filter(quote_line__quote__subject=film.public_id)
    mine.filter(approval__isnull=False).update(approval=foreign)
    refused_with(crew, film, "other_film")


def test_a_used_approval_orders_nothing(crew: Crew) -> None:
    film = approved(crew)
    for attempt in crew.attempts(film, "queued"):
        line = ApprovalLine.objects.for_studio(crew.studio.pk).get(public_id=attempt.line)
        LineUse.objects.create(approval_line=line, order="att_somebody_else")
    refused_with(crew, film, "used")


def test_an_order_for_different_work_than_was_approved_orders_nothing(crew: Crew) -> None:
    film = approved(crew)
    for take in crew.takes(film, "draft"):
        take.spec["seconds"] = 12
        take.save()
    refused_with(crew, film, "other_work")


def test_a_lost_answer_is_in_doubt_and_never_ordered_again(crew: Crew) -> None:
    film = approved(crew, name="doubt")
    film.shots.update(description="a robot waits [[drop]]")
    send_all(crew)
    doubtful = crew.attempts(film, "in_doubt")
    ordered = len(crew.orders())
    assert len(doubtful) == len(crew.takes(film, "draft"))
    for _ in range(3):
        tasks.advance(film.pk)
        crew.turn()
    assert len(crew.orders()) == ordered
    assert crew.attempts(film, "in_doubt")
    shown = crew.api.get(f"/films/{film.name}").json()
    assert "does not order it again" in shown["waits_for"]
    assert shown["held"] != "0.00"


def test_a_worker_that_died_while_sending_leaves_a_doubt(crew: Crew) -> None:
    film = approved(crew)
    dispatch.give_slots()
    rows = Attempt.objects.for_studio(crew.studio.pk).filter(take__film=film, status="queued")
    rows.update(status="sending", sending_at="2026-01-01T00:00:00Z")
    sweeping.left_behind()
    assert not crew.attempts(film, "sending")
    assert crew.attempts(film, "in_doubt")


def test_a_person_who_finds_that_it_never_arrived_gets_the_credits_back_and_the_bill_again(
    crew: Crew,
) -> None:
    film = approved(crew, drafts_only=True)
    dispatch.give_slots()
    rows = Attempt.objects.for_studio(crew.studio.pk).filter(take__film=film, status="queued")
    rows.update(status="in_doubt")
    for attempt in crew.attempts(film, "in_doubt"):
        call_command("resolve", attempt.public_id, "--forget")
    assert crew.credits()["held"] == "0.00"
    crew.api.post(f"/films/{film.name}/resume")
    assert crew.work(film).stage == "cost"
    assert len(crew.gate(film)["quote"]["lines"]) == len(crew.takes(film, "draft"))


def test_a_person_who_finds_the_order_is_believed_without_a_callback_address(
    crew: Crew, settings: Any
) -> None:
    settings.POD_PUBLIC_URL = ""
    film = approved(crew, drafts_only=True)
    before = {order["taskId"] for order in crew.sandbox.bill()["orders"]}
    film.shots.update(description="a robot waits [[drop]]")
    send_all(crew)
    lost = [order for order in crew.sandbox.bill()["orders"] if order["taskId"] not in before]
    doubtful = crew.attempts(film, "in_doubt")
    for attempt, order in zip(doubtful, lost, strict=True):
        call_command("resolve", attempt.public_id, "--adopt", str(order["taskId"]))
        tasks.heed_callback(attempt.pk)
    assert crew.work(film).status == Film.Status.FINISHED


def test_a_failure_that_cost_nothing_is_tried_again_under_the_same_hold(crew: Crew) -> None:
    film = approved(crew)
    crew.sandbox.change(failure_rate=1)
    send_all(crew)
    while crew.attempts(film, "sent"):
        crew.turn()
    crew.sandbox.change(failure_rate=0)
    again = crew.attempts(film, "queued")
    assert {attempt.number for attempt in again} == {2}
    Attempt.objects.for_studio(crew.studio.pk).filter(status="queued").update(
        not_before="2026-01-01T00:00:00Z"
    )
    film = crew.work(film)
    assert film.status == Film.Status.FINISHED
    assert Hold.objects.for_studio(crew.studio.pk).filter(status="voided").count() == 0


def test_a_refusal_for_good_fails_the_take_for_free_and_other_words_at_its_bill_finish_the_film(
    crew: Crew,
) -> None:
    film = approved(crew)
    film.shots.update(description="a robot [[fail:nsfw]]")
    film = crew.work(film)
    assert film.status == Film.Status.PAUSED
    assert all(take.status == "failed" for take in crew.takes(film, "draft"))
    crew.api.post(f"/films/{film.name}/resume")
    film = crew.work(film)
    assert (film.stage, film.status) == ("cost", "waiting")
    for shot in film.shots.all():
        assert any(line.startswith(f"{shot.name} failed before") for line in crew.gate(film)["text"])
        assert crew.answer(film, "revise", f"{shot.name}: a robot waves").status_code == 200
        film = crew.work(film)
    assert {shot.description for shot in film.shots.all()} == {"a robot waves"}
    crew.answer(film, "approve")
    assert crew.work(film).status == Film.Status.FINISHED


def test_a_stopped_film_orders_nothing_more(crew: Crew) -> None:
    film = approved(crew)
    assert crew.api.post(f"/films/{film.name}/stop").json()["state"] == "stopped"
    assert dispatch.give_slots().attempts == []

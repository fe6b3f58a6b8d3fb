"""Halts: nothing new is ordered through a switch that is off, and what was ordered goes on."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from rendering import tasks
from rendering.models import Attempt, Halt, ProviderCredential, Take
from rendering.services.ordering import dispatch, halts
from tests.rendering.conftest import Crew
from tests.rendering.floor.queue import queue
from tests.rendering.floor.test_send import approved


@pytest.mark.django_db
def test_a_halted_provider_a_halted_engine_and_a_halted_studio_get_no_slot(
    credential: ProviderCredential,
) -> None:
    one, other = queue("one", 2, credential), queue("other", 2, credential)
    Take.objects.for_studio(other.pk).update(engine="seedream")
    for kind, subject, left in [
        ("provider", "", 0), ("engine", "seedream", 2), ("studio", one.public_id, 2), ("restore", "", 0),
    ]:  # fmt: skip
        Attempt.objects.across_studios(reason="test").update(slot_at=None)
        assert halts.begin(kind, subject, why="test", by="test")
        assert len(dispatch.give_slots().attempts) == left, kind
        assert halts.lift(kind, subject)
    assert len(dispatch.give_slots().attempts) == 4


def test_what_has_a_slot_is_not_sent_once_it_is_halted_and_goes_when_it_is_lifted(crew: Crew) -> None:
    film = approved(crew, drafts_only=True)
    slotted, before = dispatch.give_slots().attempts, len(crew.orders())
    call_command("halt", "provider", "--why", "trouble at kie.ai")
    for attempt in slotted:
        tasks.send(attempt)
    assert len(crew.orders()) == before
    assert {attempt.status for attempt in crew.attempts(film, "queued", "sending", "sent")} == {"queued"}
    call_command("halt", "provider", "--lift")
    assert crew.work(film).status == "finished"


@pytest.mark.parametrize("held_by", ["provider", "studio", "freeze"])
def test_a_film_that_may_not_order_does_not_ask_the_language_model(crew: Crew, held_by: str) -> None:
    film = crew.work(crew.start())
    crew.answer(film, "approve")
    match held_by:
        case "provider":
            halts.begin("provider", why="test", by="test")
        case "studio":
            halts.begin("studio", crew.studio.public_id, why="test", by="test")
        case "freeze":
            type(crew.studio).objects.filter(pk=crew.studio.pk).update(state="frozen")
    before = len(crew.sandbox.bill()["chat"])
    for _ in range(3):
        tasks.advance(film.pk)
    film.refresh_from_db()
    assert (film.status, film.script, len(crew.sandbox.bill()["chat"])) == ("working", None, before)
    Halt.objects.update(lifted_at=Now())
    type(crew.studio).objects.filter(pk=crew.studio.pk).update(state="active")
    assert crew.work(film).script is not None


def test_what_was_ordered_is_collected_while_everything_is_halted(crew: Crew) -> None:
    film = approved(crew, drafts_only=True)
    for attempt in dispatch.give_slots().attempts:
        tasks.send(attempt)
    call_command("halt", "provider", "--why", "test")
    while crew.attempts(film, "sent"):
        crew.turn()
    assert {take.status for take in crew.takes(film, "draft")} == {"ready"}


@pytest.mark.django_db
def test_one_subject_is_halted_once_and_the_reason_is_listed(capsys: Any) -> None:
    call_command("halt", "engine", "kling-3.0", "--why", "pictures with three arms")
    with pytest.raises(CommandError, match="already"):
        call_command("halt", "engine", "kling-3.0", "--why", "again")
    call_command("halt")
    assert "pictures with three arms" in capsys.readouterr().out
    call_command("halt", "engine", "kling-3.0", "--lift")
    with pytest.raises(CommandError, match="not halted"):
        call_command("halt", "engine", "kling-3.0", "--lift")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["engine", "nobody", "--why", "x"], "no engine"),
        (["studio", "nobody", "--why", "x"], "no studio"),
        (["provider"], "Say why"),
    ],
)
def test_a_halt_of_nothing_known_or_without_a_reason_is_refused(words: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("halt", *words)
    assert not Halt.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "subject"), [("provider", "kling-3.0"), ("engine", ""), ("studio", "")])
def test_the_database_refuses_a_halt_without_its_subject(kind: str, subject: str) -> None:
    with pytest.raises(IntegrityError, match="halt_has_its_subject"), transaction.atomic():
        Halt.objects.create(kind=kind, subject=subject, why="x", by="x")

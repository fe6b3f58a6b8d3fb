"""A studio's own key: taken in by an admin, sealed, never told again, and asked for its balance by a worker alone."""

from contextlib import suppress
from queue import Empty
from typing import Any

import pytest

from pod_service.celery import app
from rendering import tasks
from rendering.models import Casting, Film, ProviderCredential
from rendering.services import connections
from studios.models import AuditEntry
from studios.services import keys
from tests.canary import marks
from tests.rendering.conftest import Api, Crew
from tests.rendering.floor.own_studio import Owner, open_own

LONG_AGO = "2026-01-01T00:00:00Z"


@pytest.fixture
def owner(crew: Crew) -> Owner:
    return open_own(crew)


def rung() -> list[str]:
    """The names of the tasks that were rung for since the last look."""
    names = []
    with app.connection_for_write() as connection:
        queue = connection.SimpleQueue("work")
        with suppress(Empty):
            while message := queue.get(block=False):
                message.ack()
                names.append(str(message.headers["task"]))
        queue.close()
    return names


def test_without_a_key_neither_a_film_nor_a_casting_is_begun(owner: Owner) -> None:
    for path in ("/films", "/castings"):
        refusal = owner.crew.api.post(path, {"idea": "two robots"})
        assert (refusal.status_code, refusal.json()["code"]) == (409, "own_key_missing")
        assert "pod login --own-key" in refusal.json()["detail"]
    assert not Film.objects.for_studio(owner.crew.studio.pk).exists()
    assert not Casting.objects.for_studio(owner.crew.studio.pk).exists()
    assert owner.own() == {"state": "missing", "balance": None, "balance_at": None, "is_fresh": False}


def test_a_key_is_sealed_tried_by_a_worker_and_its_balance_told(owner: Owner) -> None:
    key, unchecked = owner.account("412.507"), {"balance": None, "balance_at": None, "is_fresh": False}
    rung()
    answer = owner.crew.api.post("/own-key", {"key": key})
    assert answer.json() == {"state": "unchecked", **unchecked}
    assert rung() == ["rendering.tasks.read_balance"]
    assert key not in owner.credential.sealed_key
    tasks.read_balance(owner.credential.pk)
    told = owner.own()
    assert (told["state"], told["balance"], told["is_fresh"]) == ("good", "412.50", True)
    entry = AuditEntry.objects.for_studio(owner.crew.studio.pk).get(verb="own_key.replace")
    assert (entry.actor, entry.subject) == (owner.crew.license.public_id, owner.credential.public_id)
    assert key not in str(entry.details)


def test_a_key_that_kie_ai_refuses_is_told_so(owner: Owner) -> None:
    owner.enter("nobody-knows-this-key")
    assert (owner.own()["state"], owner.own()["balance"], owner.own()["is_fresh"]) == ("refused", None, True)


def test_an_old_balance_rings_a_worker_and_the_answer_does_not_wait(owner: Owner) -> None:
    key = owner.account("100")
    owner.enter(key)
    rung()
    assert owner.own()["is_fresh"]
    assert rung() == []
    ProviderCredential.objects.for_studio(owner.crew.studio.pk).update(checked_at=LONG_AGO)
    owner.crew.sandbox.open_account(key, "90")
    assert (owner.own()["balance"], owner.own()["is_fresh"]) == ("100.00", False)
    assert set(rung()) == {"rendering.tasks.read_balance"}
    tasks.read_balance(owner.credential.pk)
    assert (owner.own()["balance"], owner.own()["is_fresh"]) == ("90.00", True)


def test_a_balance_that_is_fresh_is_not_asked_for_again(owner: Owner) -> None:
    key = owner.account("100")
    owner.enter(key)
    owner.crew.sandbox.open_account(key, "90")
    tasks.read_balance(owner.credential.pk)
    assert owner.own()["balance"] == "100.00"


@pytest.mark.parametrize(
    "key",
    ["short", "x" * 201, "with a blank in it", "línea-que-no-va", "tab\tinside", 17, "pod_live_0123456789"],
)
def test_what_can_be_no_key_is_refused_and_not_repeated(owner: Owner, key: Any) -> None:
    refusal = owner.crew.api.post("/own-key", {"key": key})
    assert refusal.status_code == 400
    assert str(key) not in str(refusal.json())
    assert owner.own()["state"] == "missing"


def test_only_an_admin_gives_a_key(owner: Owner) -> None:
    _, producer = keys.issue(owner.crew.studio, role="producer", actor="test")
    assert Api(producer).post("/own-key", {"key": marks.key()}).status_code == 403
    assert owner.own()["state"] == "missing"


def test_a_managed_studio_needs_none(crew: Crew) -> None:
    _, admin = keys.issue(crew.studio, role="admin", actor="test")
    refusal = Api(admin).post("/own-key", {"key": marks.key()})
    assert (refusal.status_code, refusal.json()["code"]) == (409, "not_an_own_key_studio")
    assert crew.credits()["own_key"] is None


def test_the_same_request_twice_keeps_one_key(owner: Owner) -> None:
    key = owner.account()
    first = owner.crew.api.post("/own-key", {"key": key}, key="once")
    again = owner.crew.api.post("/own-key", {"key": key}, key="once")
    assert again.headers["Idempotent-Replayed"] == "true"
    assert first.json() == again.json()
    assert ProviderCredential.objects.for_studio(owner.crew.studio.pk).count() == 1


def test_a_new_key_retires_the_one_before(owner: Owner) -> None:
    owner.enter(owner.account("1"))
    before = owner.credential
    owner.enter(owner.account("2"))
    before.refresh_from_db()
    assert before.retired_at is not None
    assert owner.own()["balance"] == "2.00"
    assert connections.of(before).balance() == 1


def test_a_web_that_can_not_seal_refuses_and_tells_nothing(
    owner: Owner, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.POD_CREDENTIALS_PUBLIC_KEY = "broken"
    key = marks.key()
    refusal = owner.crew.api.post("/own-key", {"key": key})
    assert (refusal.status_code, refusal.json()["code"]) == (503, "unavailable")
    assert key not in refusal.content.decode() + caplog.text
    assert owner.own()["state"] == "missing"

"""Orders in the queue of studios with keys of their own, without the films they would be for."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.test import Client

from rendering.models import Attempt, ProviderCredential
from rendering.services import credentials
from rendering.services.ordering import dispatch
from studios.models import Studio
from tests.canary import marks
from tests.rendering.floor.queue import queue

pytestmark = pytest.mark.django_db


def own_queue(slug: str, count: int, shared: ProviderCredential) -> tuple[ProviderCredential, list[Attempt]]:
    """A studio with its own key, and this many orders under it."""
    studio = queue(slug, count, shared)
    Studio.objects.filter(pk=studio.pk).update(plan="own_key")
    key = credentials.replace(studio.pk, marks.key(), by="test")
    Attempt.objects.for_studio(studio.pk).update(credential=key)
    rows = Attempt.objects.for_studio(studio.pk).select_related("credential").order_by("pk")
    return key, list(rows)


def test_a_studio_has_one_live_key_and_there_is_one_shared_account(credential: ProviderCredential) -> None:
    key, _ = own_queue("own", 1, credential)
    with pytest.raises(IntegrityError, match="one_live_per_studio"), transaction.atomic():
        ProviderCredential.objects.create(studio_id=key.studio_id, sealed_key="x", sealing_key_id="y")
    with pytest.raises(IntegrityError, match="one_live_per_studio"), transaction.atomic():
        ProviderCredential.objects.create()


def test_an_own_key_is_never_kept_unsealed(credential: ProviderCredential) -> None:
    studio = queue("own", 1, credential)
    with pytest.raises(IntegrityError, match="own_is_sealed"), transaction.atomic():
        ProviderCredential.objects.create(studio=studio)


@pytest.mark.usefixtures("all_at_once")
def test_each_account_has_a_window_of_its_own(credential: ProviderCredential) -> None:
    queue("managed", 30, credential)
    own_queue("own", 30, credential)
    assert len(dispatch.give_slots().attempts) == 40


@pytest.mark.usefixtures("all_at_once")
def test_a_new_key_may_be_of_the_same_account_and_gets_no_second_window(
    credential: ProviderCredential,
) -> None:
    old, attempts = own_queue("own", 30, credential)
    rows = Attempt.objects.for_studio(old.studio_id or 0)
    started = [attempt.pk for attempt in attempts[:12]]
    rows.filter(pk__in=started).update(status="failed", answered_at=Now())
    credentials.replace(old.studio_id or 0, marks.key(), by="test")
    assert len(dispatch.give_slots().attempts) == 8


def test_what_is_held_back_gets_no_slot(credential: ProviderCredential) -> None:
    key, (first, second) = own_queue("own", 2, credential)
    Attempt.objects.for_studio(key.studio_id or 0).filter(pk=first.pk).update(is_held_back=True)
    assert dispatch.give_slots().attempts == [second.pk]


def test_a_new_key_takes_over_what_waits_to_be_sent_and_nothing_else(credential: ProviderCredential) -> None:
    old, (_waiting, slotted, sent) = own_queue("own", 3, credential)
    rows = Attempt.objects.for_studio(old.studio_id or 0)
    rows.filter(pk=slotted.pk).update(slot_at=Now())
    rows.filter(pk=sent.pk).update(status="sent", task_id="task-1")
    new = credentials.replace(old.studio_id or 0, marks.key(), by="test")
    assert list(rows.order_by("pk").values_list("credential", "slot_at")) == [
        (new.pk, None), (new.pk, None), (old.pk, None),
    ]  # fmt: skip


def test_what_was_queued_while_the_key_was_replaced_goes_out_under_the_new_one(
    credential: ProviderCredential,
) -> None:
    old, (attempt,) = own_queue("own", 1, credential)
    new = credentials.replace(attempt.studio_id, marks.key(), by="test")
    rows = Attempt.objects.for_studio(attempt.studio_id)
    rows.update(credential=old)
    assert dispatch.give_slots().attempts == [attempt.pk]
    assert rows.get().credential_id == new.pk


def test_an_order_under_a_dead_key_is_looked_up_with_the_new_one_in_turns(
    credential: ProviderCredential,
) -> None:
    old, (_attempt,) = own_queue("own", 1, credential)
    rows = ProviderCredential.objects.for_studio(old.studio_id or 0)
    Attempt.objects.for_studio(old.studio_id or 0).update(status="sent", task_id="task-1")
    new = credentials.replace(old.studio_id or 0, marks.key(), by="test")
    for state, look_ups, used in [("good", 1, old), ("refused", 1, new), ("refused", 2, old)]:
        rows.filter(pk=old.pk).update(state=state)
        fresh = Attempt.objects.for_studio(old.studio_id or 0).select_related("credential").get()
        fresh.look_ups = look_ups
        assert credentials.to_look_up_with(fresh) == used, (state, look_ups)


@pytest.mark.parametrize(("is_own", "status"), [(True, 200), (False, 401)])
def test_an_own_account_s_callback_needs_no_signature_of_ours(
    credential: ProviderCredential, is_own: bool, status: int
) -> None:
    _, (attempt,) = own_queue("own", 1, credential)
    if not is_own:
        Attempt.objects.for_studio(attempt.studio_id).update(credential=credential)
    address = f"/hooks/kie/{attempt.public_id}/{attempt.token}"
    body = {"code": 200, "data": {"taskId": "task-1"}}
    assert Client().post(address, body, content_type="application/json").status_code == status

"""Callbacks in any order, doubled and forged: what is known in the end is what the provider's own record says."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import permutations
from typing import Any

import pytest
from django.db import transaction
from django.db.models.functions import Now
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from billing.models import Hold
from rendering import tasks
from rendering.models import Attempt, Hint, ProviderCredential
from rendering.models.attempts import ITS_WORK
from rendering.services.ordering import doubts, endings, sending
from tests.rendering.conftest import Crew, owner_of
from tests.rendering.floor.queue import queue
from tests.rendering.floor.test_callbacks import call_back
from tests.rendering.floor.test_send import approved, send_all

SIX = ("callback", "callback", "other task", "unknown task", "look")
EVENTS = ("answer", "lost", *SIX, "forged", "heed")
TRUTHS = {"done": "a robot waits [[drop]]", "failed": "a robot [[drop]] [[fail:nsfw]]"}


class Order:
    """One order that the provider took, and everything that may be heard of it."""

    def __init__(self, crew: Crew, attempt: Attempt) -> None:
        self.crew, self.pk = crew, attempt.pk
        tasks_of = {owner_of(order): str(order["taskId"]) for order in crew.orders()}
        self.task = tasks_of.pop(attempt.public_id)
        self.other = next(iter(tasks_of.values()))

    def now(self) -> Attempt:
        rows = Attempt.objects.across_studios(reason="test")
        return rows.select_related(*ITS_WORK).get(pk=self.pk)

    def hear(self, event: str) -> None:
        match event:
            case "answer":
                sending.record_sent(self.now(), self.task)
            case "lost":
                endings.doubt(self.now())
            case "callback":
                assert lie_back(self.now(), self.task).status_code == 200
            case "other task":
                assert lie_back(self.now(), self.other).status_code == 200
            case "unknown task":
                assert lie_back(self.now(), "0" * 32).status_code == 200
            case "forged":
                assert lie_back(self.now(), self.other, signed="Zm9yZ2Vk").status_code == 401
            case "look":
                tasks.look_up(self.pk)
            case "heed":
                tasks.heed_callback(self.pk)

    def settle(self) -> None:
        """What the sweep does in time."""
        tasks.heed_callback(self.pk)
        self.crew.look_now(self.pk)


def lie_back(attempt: Attempt, task_id: str, **how: str) -> Any:
    """A callback of this task whose body says that it failed."""
    return call_back(attempt, task_id, state="fail", failCode="501", **how)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens to the rows in here is rolled back; the provider keeps its own."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def order(crew: Crew, request: Any) -> Order:
    """An order the provider took and has ended, while we do not know yet whether it was sent."""
    film = approved(crew, drafts_only=True)
    film.shots.update(description=TRUTHS[request.param])
    send_all(crew)
    ended = {"success", "fail"}
    while {line["outcome"] for line in crew.orders()} - ended:
        time.sleep(0.1)
    attempt = crew.attempts(film, "in_doubt")[0]
    Hint.objects.for_studio(crew.studio.pk).delete()
    Attempt.objects.for_studio(crew.studio.pk).filter(pk=attempt.pk).update(
        status="sending", sending_at=Now(), answered_at=None
    )
    return Order(crew, attempt)


def check(order: Order, events: tuple[str, ...], truth: str) -> None:
    with undone():
        for event in events:
            order.hear(event)
        order.settle()
        attempt = order.now()
        is_knowable = "callback" in events or "answer" in events  # our own answer counts, however late it is
        if not is_knowable:
            assert attempt.status in ("sending", "in_doubt"), events
            return
        expected = {"done": ("succeeded", "captured"), "failed": ("failed", "voided")}[truth]
        hold = Hold.objects.across_studios(reason="test").get(approval_line__public_id=attempt.line)
        assert (attempt.status, hold.status, attempt.task_id) == (*expected, order.task), events
        assert Attempt.objects.for_studio(attempt.studio_id).filter(take=attempt.take).count() == 1


@pytest.mark.parametrize(
    ("order", "first", "truth", "step"),
    [("done", "lost", "done", 1), ("done", "answer", "done", 3), ("failed", "lost", "failed", 3)],
    indirect=["order"],
)
def test_every_order_of_six_events_ends_in_what_the_record_says(
    order: Order, first: str, truth: str, step: int
) -> None:
    """All 360 where the answer was lost; every third where it came, and where the task failed."""
    for events in sorted(set(permutations((first, *SIX))))[::step]:
        check(order, events, truth)


@pytest.mark.parametrize("order", ["done"], indirect=True)
@examples(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(st.sampled_from(EVENTS), max_size=6).map(tuple))
def test_any_events_with_duplicates_and_forgeries_end_in_what_the_record_says(
    order: Order, events: tuple[str, ...]
) -> None:
    check(order, events, "done")


@pytest.mark.django_db
def test_ten_thousand_callbacks_are_one_reason_to_look(credential: ProviderCredential) -> None:
    studio = queue("one", 1, credential, status="sent", task_id="t1", next_look_up_at="2030-01-01T00:00:00Z")
    attempt = Attempt.objects.for_studio(studio.pk).get()
    heard = [doubts.hear(attempt, "t1") for _ in range(10_000)]
    assert heard == [True] + [False] * 9_999


@pytest.mark.django_db
def test_no_more_than_a_few_tasks_are_kept_for_one_order(credential: ProviderCredential) -> None:
    studio = queue("one", 1, credential, status="in_doubt")
    attempt = Attempt.objects.for_studio(studio.pk).get()
    heard = [doubts.hear(attempt, f"task-{number}") for number in range(50)]
    assert heard.count(True) == Hint.objects.for_studio(studio.pk).count() == doubts.MOST_HINTS


@pytest.mark.django_db
def test_a_callback_for_an_order_that_has_ended_is_no_reason_to_look(credential: ProviderCredential) -> None:
    studio = queue("one", 1, credential, status="succeeded", task_id="t1")
    assert not doubts.hear(Attempt.objects.for_studio(studio.pk).get(), "t1")

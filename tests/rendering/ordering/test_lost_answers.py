"""Answers that never came: nothing is ordered again, callbacks bring back what they can, the rest stays in doubt."""

import time
from collections import Counter
from typing import Any

import httpx
import pytest
from django.db import connection

from billing.models import Hold
from rendering import tasks
from rendering.models import Attempt
from rendering.provider.limits import Patience
from rendering.services import connections, sweeping
from rendering.services.ordering import dispatch, sending, windows
from studios.models import Quota
from tests.rendering.books.desk import Books
from tests.rendering.conftest import Crew, owner_of

ORDERS = 100
WAYS: dict[str, dict[str, Any]] = {
    "before the first byte": {"kind": "drop"},
    "in the middle of the body": {"kind": "drop_body"},
    "before it was taken": {"kind": "drop_before"},
    "behind a page, and taken": {"kind": "page", "accepted": True},
    "behind a page, and not taken": {"kind": "page"},
    "behind a broken server, and taken": {
        "kind": "refused", "code": 500, "message": "Server exception, please try again later", "accepted": True,
    },
    "behind a broken server, and not taken": {
        "kind": "refused", "code": 500, "message": "Server exception, please try again later",
    },
}  # fmt: skip


@pytest.fixture
def books(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> Books:
    """Orders by the hundred, in one window."""
    monkeypatch.setattr(dispatch, "STARTS_PER_WINDOW", 1000)
    monkeypatch.setattr(windows, "STARTS_PER_WINDOW", 1000)
    monkeypatch.setattr(windows, "IN_FLIGHT", 1000)
    Quota.objects.create(studio=crew.studio, kind="renders_in_flight", most=1000)
    return Books(crew)


def accepted(crew: Crew) -> Counter[str]:
    """How often the provider took the order of each attempt."""
    return Counter(owner_of(order) for order in crew.orders())


def nothing_more_is_ordered(crew: Crew) -> None:
    before = accepted(crew)
    for _ in range(3):
        left = sweeping.left_behind()
        for attempt in [*dispatch.give_slots().attempts, *left.slotted]:
            tasks.send(attempt)
    assert accepted(crew) == before
    assert set(before.values()) <= {1}


@pytest.mark.parametrize("way", WAYS)
def test_an_order_whose_answer_is_lost_is_in_doubt_and_the_others_go_on(books: Books, way: str) -> None:
    doubtful, *others = books.approved("a robot [[first]]", "a robot", "a robot")
    books.crew.sandbox.strike(WAYS[way] | {"route": "createTask", "prompt": "[[first]]"})
    doubtful, *others = books.settle(books.send([doubtful, *others]))
    assert (doubtful.status, {one.status for one in others}) == ("in_doubt", {"succeeded"})
    hold = Hold.objects.for_studio(books.crew.studio.pk).get(approval_line__public_id=doubtful.line)
    assert hold.status == "authorized"
    nothing_more_is_ordered(books.crew)


def test_an_answer_that_does_not_come_in_time_is_lost(
    books: Books, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = connections.provider()
    monkeypatch.setattr(client, "_patience", Patience(read=0.5))
    (attempt,) = books.approved("a robot")
    books.crew.sandbox.strike({"kind": "slow_answer", "seconds": 3, "route": "createTask"})
    (attempt,) = books.send([attempt])
    assert (attempt.status, "ReadTimeout" in caplog.text) == ("in_doubt", True)
    assert "ReadTimeout" not in attempt.told  # that is for who reads the log
    nothing_more_is_ordered(books.crew)


def test_a_database_that_goes_away_between_answer_and_record_leaves_a_doubt_and_a_line_in_the_log(
    books: Books, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (attempt,) = books.approved("a robot")
    order = sending.record_sent

    def gone(*said: Any, **when: Any) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return order(*said, **when)

    dispatch.give_slots()
    monkeypatch.setattr(sending, "record_sent", gone)
    with pytest.raises(Exception, match=r"terminat|closed"):
        tasks.send(attempt.pk)
    connection.close()
    monkeypatch.setattr(sending, "record_sent", order)
    (attempt,) = books.now([attempt])
    assert attempt.status == "sending"
    task = next(str(line["taskId"]) for line in books.crew.orders() if owner_of(line) == attempt.public_id)
    assert task in caplog.text
    books.change(attempt, sending_at="2026-01-01T00:00:00Z")
    sweeping.left_behind()
    assert books.now([attempt])[0].status == "in_doubt"
    nothing_more_is_ordered(books.crew)


@pytest.mark.parametrize(("share", "seed"), [(1.0, 1), (0.3, 1), (0.01, 1)])
def test_of_a_hundred_orders_none_is_placed_twice_and_what_calls_back_is_recovered(
    books: Books, live_server: Any, settings: Any, share: float, seed: int
) -> None:
    crew = books.crew
    settings.POD_PUBLIC_URL = live_server.url
    attempts = books.approved(*[f"robot number {number}" for number in range(ORDERS)])
    crew.sandbox.strike(
        {"kind": "drop", "route": "createTask", "share": share},
        {"kind": "callback_lost", "share": 0.5},
        seed=seed,
    )
    lost = {one.pk for one in books.send(attempts) if one.status == "in_doubt"}
    assert lost
    assert abs(len(lost) - share * ORDERS) <= 15
    called = wait_for_callbacks(crew)
    for one in books.now(attempts):
        if one.hints.exists():
            tasks.heed_callback(one.pk)
    ended = books.settle(attempts)
    recovered = {one.pk for one in ended if one.pk in lost and one.status == "succeeded"}
    doubtful = [one for one in ended if one.status == "in_doubt"]
    assert recovered == {one.pk for one in ended if one.pk in lost and one.public_id in called}
    assert {one.pk for one in doubtful} == lost - recovered
    assert {one.status for one in ended if one.pk not in lost} <= {"succeeded"}
    held = Hold.objects.for_studio(crew.studio.pk).filter(status="authorized")
    lines = set(held.values_list("approval_line__public_id", flat=True))
    assert lines == {one.line for one in doubtful}
    assert accepted(crew) == Counter(one.public_id for one in attempts)
    nothing_more_is_ordered(crew)
    assert not Attempt.objects.for_studio(crew.studio.pk).filter(number__gt=1).exists()


def wait_for_callbacks(crew: Crew) -> set[str]:
    """The attempts whose callbacks were delivered, once all have been tried."""
    for _ in range(600):
        orders = crew.orders()
        if all(order["callbackNote"] or "callback_lost" in order["faults"] for order in orders):
            return {owner_of(order) for order in orders if order["callbackNote"] == "delivered"}
        time.sleep(0.1)
    raise AssertionError(
        f"callbacks are still under way: {httpx.get(crew.sandbox.url + '/_sandbox/faults').text}"
    )

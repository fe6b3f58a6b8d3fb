"""`manage.py reconcile`: asks, waits for a worker, prints, and makes the service say that it is not well."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from threading import Thread
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models.functions import Now
from django.test import Client

from core import clock
from rendering import tasks
from rendering.models import Reconciliation
from rendering.services import sweeping
from rendering.services.books import reconciling
from tests.rendering.books.desk import Books

LONG_AGO = "2026-01-01T00:00:00Z"


def run(then: Callable[[Reconciliation], object], *words: str) -> str:
    """The command, while `then` is done to what it asked for by somebody else."""

    def somebody() -> None:
        try:
            while (asked := Reconciliation.objects.filter(ended_at=None).first()) is None:
                pass
            then(asked)
        finally:
            connection.close()

    out, other = StringIO(), Thread(target=somebody)
    other.start()
    try:
        call_command("reconcile", *words, stdout=out)
    finally:
        other.join()
    return out.getvalue()


@pytest.mark.django_db
def test_what_was_never_taken_up_and_whose_worker_died_is_rung_for_once_in_a_while() -> None:
    never, died, busy, done = (reconciling.ask() for _ in range(4))
    rows = Reconciliation.objects
    rows.filter(pk=never.pk).update(asked_at=LONG_AGO)
    rows.filter(pk=died.pk).update(asked_at=LONG_AGO, seen_at=LONG_AGO)
    rows.filter(pk=busy.pk).update(asked_at=LONG_AGO, seen_at=Now())
    rows.filter(pk=done.pk).update(asked_at=LONG_AGO, seen_at=LONG_AGO, ended_at=LONG_AGO)
    assert sorted(sweeping.left_behind().reconciliations) == [never.pk, died.pk]
    assert sweeping.left_behind().reconciliations == []


def worker(asked: Reconciliation) -> None:
    tasks.reconcile(asked.pk)


def today() -> str:
    return clock.now().date().isoformat()


def ready() -> Any:
    return Client().get("/health/ready")


def test_a_clean_day_is_told_and_a_day_with_problems_ends_in_an_error(books: Books) -> None:
    (one,) = books.sent("a robot [[slow:600]]")
    told = run(worker, "--day", today())
    assert "1 order, approved 4.00, paid 0.00, set aside 4.00" in told
    assert "Approvals, ledger and provider agree." in told
    books.change(one, line="apl_of_nobody")
    with pytest.raises(CommandError, match="3 problems"):
        run(worker, "--day", today())


def test_as_json_it_lists_every_difference(books: Books) -> None:
    (one,) = books.sent("a robot [[drop]]")
    told = json.loads(run(worker, "--day", today(), "--json"))
    assert (told["day"], told["problems"]) == (today(), 0)
    first = told["differences"][0]
    assert (first["code"], first["about"], first["amount"]) == ("in_doubt", one.public_id, "4.00")


def test_it_takes_yesterday_when_no_day_is_named(books: Books) -> None:
    run(worker)
    assert (clock.now().date() - Reconciliation.objects.get().day).days == 1


def test_without_a_worker_it_says_so(books: Books) -> None:
    def wait(asked: Reconciliation) -> None:
        Reconciliation.objects.filter(pk=asked.pk).update(asked_at=LONG_AGO)

    with pytest.raises(CommandError, match="No worker has taken it up"):
        run(wait)


def test_when_the_worker_that_did_it_is_gone_it_says_so(books: Books) -> None:
    def die(asked: Reconciliation) -> None:
        Reconciliation.objects.filter(pk=asked.pk).update(seen_at=LONG_AGO)

    with pytest.raises(CommandError, match="is gone"):
        run(die)


def test_a_day_is_a_day(books: Books) -> None:
    with pytest.raises(CommandError, match="is a day"):
        call_command("reconcile", "--day", "yesterday")


def test_problems_make_the_service_say_that_it_is_not_well_until_none_are_left(books: Books) -> None:
    (one,) = books.sent("a robot [[slow:600]]")
    assert ready().json()["reconciliation"] == "ok"
    books.change(one, line="apl_of_nobody")
    books.reconcile()
    Reconciliation.objects.create(day="2026-01-05")  # asked for, and not done yet
    answer = ready()
    assert (answer.status_code, answer.json()["status"]) == (503, "degraded")
    assert answer.json()["reconciliation"] == "differs"
    books.change(one, line=one.line)
    books.reconcile()
    assert ready().json()["reconciliation"] == "ok"


def test_a_day_that_is_right_does_not_hide_another_that_is_wrong(books: Books) -> None:
    now = clock.now()
    today = now.date()
    Reconciliation.objects.create(day=today - timedelta(days=2), problems=1, seen_at=now, ended_at=now)
    Reconciliation.objects.create(day=today - timedelta(days=1), seen_at=now, ended_at=now)
    assert ready().json()["reconciliation"] == "differs"
    Reconciliation.objects.create(day=today - timedelta(days=2), seen_at=now, ended_at=clock.now())
    assert ready().json()["reconciliation"] == "ok"


def test_beat_reconciles_yesterday(books: Books) -> None:
    tasks.reconcile_yesterday()
    done = Reconciliation.objects.get()
    assert done.ended_at is not None
    assert (clock.now().date() - done.day).days == 1

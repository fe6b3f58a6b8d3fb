from threading import Event

import pytest
from django.db import OperationalError, connection, transaction

from core import locks
from studios.models import Studio
from tests.core.at_once import at_once, meanwhile

SPACE = 0x7E57
pytestmark = pytest.mark.django_db


def holds_it(reached: Event, go_on: Event) -> None:
    with locks.only_one(SPACE, 1) as is_mine:
        assert is_mine
        reached.set()
        go_on.wait()


def may_have(number: int) -> bool:
    with locks.only_one(SPACE, number) as is_mine:
        return is_mine


def test_one_connection_alone_has_a_lock() -> None:
    with meanwhile(holds_it):
        assert not may_have(1)
        assert may_have(2)
    assert may_have(1)


def test_of_many_at_once_exactly_one_gets_it() -> None:
    first = Event()

    def try_it() -> bool:
        with locks.only_one(SPACE, 1) as is_mine:
            first.wait(0.5)
            return is_mine

    assert sorted(map(str, at_once([try_it] * 8))) == ["False"] * 7 + ["True"]


def test_a_lock_is_given_back_when_the_work_fails() -> None:
    with pytest.raises(ZeroDivisionError), locks.only_one(SPACE, 1):
        _ = 1 / 0
    with meanwhile(holds_it):
        pass


def test_a_lock_is_given_back_when_the_work_s_transaction_fails() -> None:
    with pytest.raises(ZeroDivisionError), locks.only_one(SPACE, 1), transaction.atomic():
        _ = 1 / 0
    with meanwhile(holds_it):
        pass


def test_a_lock_ends_with_the_connection_that_had_it() -> None:
    backends: list[int] = []

    def dies_with_it(reached: Event, go_on: Event) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            backends.extend(cursor.fetchone())
        with pytest.raises(OperationalError):
            holds_it(reached, go_on)

    with meanwhile(dies_with_it), connection.cursor() as cursor:
        assert not may_have(1)
        cursor.execute("SELECT pg_terminate_backend(%s, 10000)", backends)
        assert may_have(1)


def test_a_claim_lasts_until_its_transaction_ends() -> None:
    def claims_it(reached: Event, go_on: Event) -> None:
        with transaction.atomic():
            assert locks.claim(SPACE, "a request")
            reached.set()
            go_on.wait()

    with meanwhile(claims_it), transaction.atomic():
        assert not locks.claim(SPACE, "a request")
        assert locks.claim(SPACE, "another")
    with transaction.atomic():
        assert locks.claim(SPACE, "a request")


@pytest.mark.django_db(transaction=True)
def test_a_claim_needs_a_transaction_to_live_in() -> None:
    with pytest.raises(AssertionError):
        locks.claim(SPACE, "a request")


@pytest.mark.django_db(transaction=True)
def test_who_waits_for_a_row_sees_what_the_one_before_wrote() -> None:
    studio = Studio.objects.create(slug="lumen", name="0")

    def count_up() -> None:
        with transaction.atomic():
            row = locks.row(Studio.objects.filter(pk=studio.pk))
            assert row is not None
            row.name = str(int(row.name) + 1)
            row.save(update_fields=["name"])

    assert at_once([count_up] * 8) == [None] * 8
    studio.refresh_from_db()
    assert studio.name == "8"


def test_a_row_that_is_not_there_locks_nothing() -> None:
    with transaction.atomic():
        assert locks.row(Studio.objects.filter(pk=0)) is None

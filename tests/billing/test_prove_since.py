"""A proof that goes over what has moved since the one before, from the figures that stood then."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from billing import port, tasks
from billing.models import Cap, Hold, LedgerEntry, LedgerProof
from billing.port import Payer
from billing.services import proof
from core import clock as database_clock
from core.amounts import Credits
from tests.billing.bills import approved, change, pay, payer, without_triggers
from tests.billing.moved_clock import Clock
from tests.studios.doors import open_studio

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def who() -> Payer:
    return payer(ceiling="1000", license_ceiling="500")


def broken_since(since: datetime | None) -> set[str]:
    return {equation.says for equation in proof.equations(since) if not equation.is_true}


def busy_day(who: Payer, first: int) -> None:
    paid, lost, _ = approved(who, "10.00", "20.00", "5.00", first=first)
    pay(who, {paid: "9.00"})
    port.void(who.studio_id, [lost])


def test_it_holds_from_any_moment_on(who: Payer, clock: Clock) -> None:
    moments: list[datetime | None] = [None]
    for number in range(4):
        busy_day(who, number * 3 + 1)
        clock.move(DAY)
        moments.append(database_clock.now())
    assert {moment: broken_since(moment) for moment in moments} == {moment: set() for moment in moments}


def test_it_counts_only_what_is_new(who: Payer, clock: Clock) -> None:
    busy_day(who, 1)
    clock.move(DAY)
    since = database_clock.now()
    assert [equation.left for equation in proof.equations(since)] == [
        "0",
        "0",
        "0.00",
        "0.00",
        "0.00",
        "0.00",
    ] + ["0"] * 4
    busy_day(who, 4)
    entries = next(iter(proof.equations(since)))
    assert (entries.says, entries.left) == ("every entry follows from the one before it", "6")


@pytest.mark.parametrize(
    "change_of",
    [
        lambda: Cap._base_manager.filter(scope="studio_month").update(held=Credits("1")),
        lambda: Cap._base_manager.filter(scope="license_month").update(spent=Credits("1")),
        lambda: Hold._base_manager.filter(status="authorized").update(amount=Credits("6")),
        lambda: Hold._base_manager.filter(status="captured").update(captured=Credits("8")),
        lambda: LedgerEntry._base_manager.filter(kind="capture").update(amount=Credits("8")),
    ],
)
def test_what_is_wrong_with_what_is_new_is_found(who: Payer, clock: Clock, change_of: object) -> None:
    busy_day(who, 1)
    clock.move(DAY)
    since = database_clock.now()
    busy_day(who, 4)
    with without_triggers():
        assert callable(change_of)
        change_of()
    assert broken_since(since)


def test_a_nightly_proof_starts_a_little_before_the_end_of_the_last(who: Payer, clock: Clock) -> None:
    busy_day(who, 1)
    tasks.prove()
    clock.move(DAY)
    tasks.prove()
    first, second = LedgerProof.objects.order_by("pk")
    assert (first.since, first.broken, second.broken) == (None, [], [])
    assert second.since == first.began_at - tasks.OVERLAP


def test_after_a_proof_that_did_not_hold_everything_is_proven_again(who: Payer) -> None:
    busy_day(who, 1)
    change(Cap, held=Credits("7"))
    tasks.prove()
    assert LedgerProof.objects.get().broken
    assert proof.proven_until() is None


def test_the_newest_proof_is_the_one_that_says_until_when_it_was_proven(who: Payer) -> None:
    LedgerProof.objects.create()
    assert proof.proven_until() is not None
    LedgerProof.objects.create(broken=["every cap's held = its open holds"])
    assert proof.proven_until() is None


def test_a_broken_ledger_makes_the_service_say_that_it_is_not_well(who: Payer) -> None:
    door = open_studio("nadir")
    assert Client().get("/health/ready").json()["ledger"] == "ok"
    LedgerProof.objects.create(broken=["every cap's held = its open holds"])
    answer = Client().get("/health/ready")
    assert (answer.status_code, answer.json()["ledger"], answer.json()["status"]) == (
        503,
        "broken",
        "degraded",
    )
    assert door.get("/credits").status_code == 200


def test_the_command_takes_a_day(who: Payer) -> None:
    busy_day(who, 1)
    out = StringIO()
    with pytest.raises(CommandError, match="1 equations"):  # no provider has reported these captures
        call_command("prove_ledger", "--since", "2020-01-01", stdout=out)
    assert "every cap's spent = its captured holds: 9.00 = 9.00" in out.getvalue()
    with pytest.raises(CommandError, match="is a day"):
        call_command("prove_ledger", "--since", "yesterday", stdout=StringIO())

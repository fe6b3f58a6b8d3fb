"""`make mutants`, `make mutants ONLY=billing/services/holds.py`, `make mutants AGAIN=1`."""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence

from mutants import memory, report, survivors
from mutants.mutant import Mutant, Outcome, Verdict
from mutants.report import say
from mutants.run import files_of, judge_all, learn, mutants_of, warm_workers

ENOUGH_PERCENT = 95.0


def main(only: str, *, is_again: bool) -> int:
    """Try the mutants; 0 when enough were noticed and every survivor is listed."""
    began, files = time.monotonic(), files_of(only)
    mutants = [mutant for file in files for mutant in mutants_of(file)]
    if not mutants:
        say(f"There is nothing of the money core at {only}.")
        return 2
    told = memory.recall(mutant for file in files_of() for mutant in mutants_of(file))
    chosen = memory.unsettled(mutants, told) if is_again else mutants
    say(f"{len(mutants)} mutants of {len(files)} files, {len(chosen)} to try.")
    for verdict in _tried(chosen, files) if chosen else ():
        told[verdict.mutant.name] = verdict
        memory.keep(told)  # a run that is stopped is taken up with AGAIN=1
    verdicts = [told[mutant.name] for mutant in mutants]
    known = survivors.read(survivors.LIST.read_text())
    checked = survivors.check(known, verdicts, files)
    report.close(verdicts, checked, known)
    say(f"{time.monotonic() - began:.0f} s; {report.score(verdicts):.1f} % noticed.")
    return int(bool(checked.unlisted) or report.score(verdicts) < ENOUGH_PERCENT)


def _tried(mutants: Sequence[Mutant], files: Sequence[str]) -> Iterator[Verdict]:
    began = time.monotonic()
    with warm_workers() as (workers, names):
        tests = learn(workers, names, files)
        say(f"{len(tests.seconds)} tests pass without any change; {time.monotonic() - began:.0f} s.")
        for name in tests.failing:
            say(f"fails by itself, left out: {name}")
        for count, verdict in enumerate(judge_all(workers, tests, mutants), start=1):
            if verdict.outcome is Outcome.SURVIVED:
                say(f"survived  {' · '.join(verdict.mutant.name)}")
            if count % 100 == 0:
                say(f"{count} of {len(mutants)}; {time.monotonic() - began:.0f} s")
            yield verdict


if __name__ == "__main__":
    flags = argparse.ArgumentParser(prog="mutants")
    flags.add_argument("only", nargs="?", default="", help="a file or a folder")
    flags.add_argument("--again", action="store_true", help="only what no test noticed the last time")
    asked = flags.parse_args()
    sys.exit(main(asked.only, is_again=asked.again))

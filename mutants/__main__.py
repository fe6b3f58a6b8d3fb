"""`make mutants`, or `make mutants ONLY=billing/services/holds.py`."""

import json
import sys
import time
from dataclasses import asdict

from mutants import report, survivors
from mutants.applied import ROOT
from mutants.mutant import Outcome
from mutants.report import say
from mutants.run import files_of, judge_all, learn, mutants_of, warm_workers

ENOUGH_PERCENT = 95.0
LAST_RUN = ROOT / "var" / "mutants.json"


def main(only: str) -> int:
    """Try the mutants; 0 when enough were noticed and every survivor is listed."""
    began, files = time.monotonic(), files_of(only)
    mutants = [mutant for file in files for mutant in mutants_of(file)]
    if not mutants:
        say(f"There is nothing of the money core at {only}.")
        return 2
    say(f"{len(mutants)} mutants of {len(files)} files.")
    LAST_RUN.parent.mkdir(exist_ok=True)
    with warm_workers() as (workers, names):
        tests = learn(workers, names, files)
        say(f"{len(tests.seconds)} tests pass without any change; {time.monotonic() - began:.0f} s.")
        for name in tests.failing:
            say(f"fails by itself, left out: {name}")
        verdicts = []
        for verdict in judge_all(workers, tests, mutants):
            verdicts.append(verdict)
            if verdict.outcome is Outcome.SURVIVED:
                say(f"survived  {' · '.join(verdict.mutant.name)}")
            if len(verdicts) % 100 == 0:
                say(f"{len(verdicts)} of {len(mutants)}; {time.monotonic() - began:.0f} s")
    known = survivors.read(survivors.LIST.read_text())
    checked = survivors.check(known, verdicts, files)
    report.close(verdicts, checked, known)
    say(f"{time.monotonic() - began:.0f} s; {report.score(verdicts):.1f} % noticed.")
    kept = [asdict(verdict) | {"mutant": verdict.mutant.name} for verdict in verdicts]
    LAST_RUN.write_text(json.dumps(kept, indent=1))
    return int(bool(checked.unlisted) or report.score(verdicts) < ENOUGH_PERCENT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))

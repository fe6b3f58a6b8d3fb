"""What became of each mutant when it was last tried: `var/mutants.json`."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from mutants.applied import ROOT
from mutants.mutant import Mutant, Outcome, Verdict
from mutants.survivors import Name

KEPT = ROOT / "var" / "mutants.json"


def recall(mutants: Iterable[Mutant], kept: Path = KEPT) -> dict[Name, Verdict]:
    """The last verdict on each of these mutants that has one. None is kept of a mutant that is no longer made."""
    if not kept.exists():
        return {}
    told = {tuple(entry["mutant"]): entry for entry in json.loads(kept.read_text())}
    return {
        mutant.name: Verdict(
            mutant=mutant, outcome=Outcome(entry["outcome"]), by=entry["by"], tried=entry["tried"]
        )
        for mutant in mutants
        if (entry := told.get(mutant.name))
    }


def keep(verdicts: Mapping[Name, Verdict], kept: Path = KEPT) -> None:
    """Write them down, in the order of their names."""
    entries = [
        {"mutant": name, "outcome": verdict.outcome, "by": verdict.by, "tried": verdict.tried}
        for name, verdict in sorted(verdicts.items())
    ]
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(json.dumps(entries, indent=1))


def unsettled(mutants: Sequence[Mutant], told: Mapping[Name, Verdict]) -> list[Mutant]:
    """Those that no test noticed when they were last tried, and those that never were."""
    settled = {name for name, verdict in told.items() if verdict.outcome is not Outcome.SURVIVED}
    return [mutant for mutant in mutants if mutant.name not in settled]

"""The list of survivors that are known, each with its reason: `survivors.toml` beside this file."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mutants.mutant import Outcome, Verdict

LIST = Path(__file__).with_name("survivors.toml")
Name = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Checked:
    """What the list and the run say of each other."""

    unlisted: list[Name]  # survived, and nobody said why
    killed: list[Name]  # listed, and a test notices now: its entry can go
    gone: list[Name]  # listed, and no such mutant is made any more


def read(text: str) -> dict[Name, str]:
    """The reasons by name. ValueError for an entry without a reason, or one that is there twice."""
    known: dict[Name, str] = {}
    for entry in tomllib.loads(text).get("survivor", []):
        name = (entry["file"], entry["where"], entry["change"])
        if not entry["why"].strip() or name in known:
            raise ValueError(f"Every survivor is listed once, with its reason: {name}.")
        known[name] = entry["why"]
    return known


def check(known: dict[Name, str], verdicts: Sequence[Verdict], files: Sequence[str]) -> Checked:
    """Compare; only entries of the files that were tried count."""
    outcomes = {verdict.mutant.name: verdict.outcome for verdict in verdicts}
    survived = [name for name, outcome in outcomes.items() if outcome is Outcome.SURVIVED]
    noticed = {Outcome.KILLED, Outcome.TIMED_OUT}
    return Checked(
        unlisted=[name for name in survived if name not in known],
        killed=[name for name in known if outcomes.get(name) in noticed],
        gone=[name for name in known if name not in outcomes and name[0] in files],
    )

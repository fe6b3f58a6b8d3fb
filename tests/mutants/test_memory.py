"""What became of each mutant is kept, so that a run can be taken up where it was."""

from pathlib import Path

from mutants import memory
from mutants.mutant import Mutant, Outcome, Verdict

ONE, TWO, THREE, FOUR = (
    Mutant(file="billing/sql/void.sql", where="held", change=change, lines=frozenset(), text=change)
    for change in ("a → b", "b → c", "c → d", "d → e")
)


def _told(**outcomes: Outcome) -> dict[tuple[str, str, str], Verdict]:
    known = {"one": ONE, "two": TWO, "three": THREE}
    return {
        known[name].name: Verdict(mutant=known[name], outcome=outcome, by="a test", tried=3)
        for name, outcome in outcomes.items()
    }


def test_what_was_kept_comes_back_for_the_mutants_that_are_still_made(tmp_path: Path) -> None:
    told = _told(one=Outcome.KILLED, two=Outcome.SURVIVED, three=Outcome.INVALID)
    memory.keep(told, tmp_path / "var" / "kept.json")
    again = memory.recall([ONE, THREE, FOUR], tmp_path / "var" / "kept.json")
    assert again == {ONE.name: told[ONE.name], THREE.name: told[THREE.name]}


def test_before_the_first_run_nothing_is_known(tmp_path: Path) -> None:
    assert memory.recall([ONE], tmp_path / "none.json") == {}


def test_only_what_survived_or_was_never_tried_is_tried_again() -> None:
    told = _told(one=Outcome.KILLED, two=Outcome.SURVIVED, three=Outcome.TIMED_OUT)
    assert memory.unsettled([ONE, TWO, THREE, FOUR], told) == [TWO, FOUR]

"""What a run and the list of known survivors say of each other."""

import pytest

from mutants import report, survivors
from mutants.mutant import Mutant, Outcome, Verdict

ENTRY = '[[survivor]]\nfile = "a.py"\nwhere = "f"\nchange = "{}"\nwhy = "says the same"\n'


def verdict(change: str, outcome: Outcome) -> Verdict:
    mutant = Mutant(file="a.py", where="f", change=change, lines=frozenset(), text=change)
    return Verdict(mutant=mutant, outcome=outcome)


def test_a_survivor_that_nobody_explained_is_told() -> None:
    checked = survivors.check({}, [verdict("x", Outcome.SURVIVED)], ["a.py"])
    assert checked == survivors.Checked(unlisted=[("a.py", "f", "x")], killed=[], gone=[])


def test_a_listed_survivor_is_in_order() -> None:
    checked = survivors.check(survivors.read(ENTRY.format("x")), [verdict("x", Outcome.SURVIVED)], ["a.py"])
    assert checked == survivors.Checked(unlisted=[], killed=[], gone=[])


@pytest.mark.parametrize("outcome", [Outcome.KILLED, Outcome.TIMED_OUT])
def test_a_listed_one_that_is_noticed_now_is_told(outcome: Outcome) -> None:
    checked = survivors.check(survivors.read(ENTRY.format("x")), [verdict("x", outcome)], ["a.py"])
    assert checked.killed == [("a.py", "f", "x")]


def test_a_listed_one_that_is_not_made_any_more_is_told_when_its_file_was_tried() -> None:
    known = survivors.read(ENTRY.format("old"))
    assert survivors.check(known, [], ["a.py"]).gone == [("a.py", "f", "old")]
    assert survivors.check(known, [], ["b.py"]).gone == []


def test_an_entry_needs_a_reason_and_is_there_once() -> None:
    with pytest.raises(ValueError, match="with its reason"):
        survivors.read(ENTRY.format("x").replace("says the same", " "))
    with pytest.raises(ValueError, match="listed once"):
        survivors.read(ENTRY.format("x") * 2)


def test_the_table_counts_what_was_noticed_and_leaves_out_what_is_no_statement() -> None:
    run = [verdict("a", Outcome.KILLED), verdict("b", Outcome.TIMED_OUT), verdict("c", Outcome.SURVIVED)]
    run += [verdict("d", Outcome.KILLED), verdict("e", Outcome.INVALID)]
    assert report.score(run) == 75.0
    assert report.table(run)[2:] == [
        "| `a.py` | 4 | 2 | 1 | 1 | 75.0 % |",
        "| **all** | 4 | 2 | 1 | 1 | 75.0 % |",
    ]

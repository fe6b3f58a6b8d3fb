"""Say what a run found. The one place here that prints."""

from collections import Counter
from collections.abc import Iterable, Sequence

from mutants.mutant import Outcome, Verdict
from mutants.survivors import Checked, Name

COUNTED = (Outcome.KILLED, Outcome.TIMED_OUT, Outcome.SURVIVED)


def say(line: str) -> None:
    """One line, at once, also into a pipe."""
    print(line, flush=True)


def score(verdicts: Iterable[Verdict]) -> float:
    """The share that was noticed, in percent; what PostgreSQL does not take is left out."""
    counted = [verdict.outcome for verdict in verdicts if verdict.outcome is not Outcome.INVALID]
    noticed = sum(outcome is not Outcome.SURVIVED for outcome in counted)
    return 100 * noticed / len(counted) if counted else 100.0


def table(verdicts: Sequence[Verdict]) -> list[str]:
    """A row for each file, and one for all."""
    files = sorted({verdict.mutant.file for verdict in verdicts})
    rows = [(f"`{file}`", [one for one in verdicts if one.mutant.file == file]) for file in files]
    lines = ["| file | mutants | killed | timed out | survived | noticed |", "|---|---|---|---|---|---|"]
    for title, of_file in [*rows, ("**all**", list(verdicts))]:
        counts = Counter(verdict.outcome for verdict in of_file)
        figures = [sum(counts[outcome] for outcome in COUNTED), *(counts[outcome] for outcome in COUNTED)]
        lines.append(f"| {title} | {' | '.join(map(str, figures))} | {score(of_file):.1f} % |")
    return lines


def close(verdicts: Sequence[Verdict], checked: Checked, known: dict[Name, str]) -> None:
    """The end of a run: the table, the survivors, and what the list has to say about them."""
    invalid = sum(verdict.outcome is Outcome.INVALID for verdict in verdicts)
    for line in [
        "",
        *table(verdicts),
        "",
        f"{invalid} more were no statements to PostgreSQL and are not counted.",
    ]:
        say(line)
    survived = [verdict for verdict in verdicts if verdict.outcome is Outcome.SURVIVED]
    for verdict in survived:
        file, where, change = verdict.mutant.name
        reached = f"{verdict.tried} tests" if verdict.tried else "no test reaches it"
        say(f"survived  {file} {where}: {change}  ({reached})")
        say(f"          {known.get(verdict.mutant.name, 'NOT LISTED')}")
    for name in checked.killed:
        say(f"Listed as a survivor, and a test notices it now; take it off the list: {' · '.join(name)}")
    for name in checked.gone:
        say(f"Listed as a survivor, and no longer made; take it off the list: {' · '.join(name)}")

"""One change to one file, and what became of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A file with one thing changed.

    `where` is the function or the part of the statement, `change` what was written and what is written now; with the
    file they name the mutant for as long as those lines stay, wherever they move to. `lines` are those a test has to
    reach to notice; none means any line of the file.
    """

    file: str
    where: str
    change: str
    lines: frozenset[int]
    text: str

    @property
    def name(self) -> tuple[str, str, str]:
        return self.file, self.where, self.change


class Outcome(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"  # a test failed
    TIMED_OUT = "timed out"  # a test took far longer than it does; as good as killed
    SURVIVED = "survived"  # every test that reaches the change passed
    INVALID = "invalid"  # PostgreSQL does not take the statement; not counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of it, and the test that noticed; `tried` is how many were run."""

    mutant: Mutant
    outcome: Outcome
    by: str = ""
    tried: int = 0


def named_apart(mutants: Iterable[Mutant]) -> list[Mutant]:
    """The same change made twice in one place is numbered; the same text made twice is one mutant."""
    seen: Counter[tuple[str, str, str]] = Counter()
    texts: set[tuple[str, str]] = set()
    kept = []
    for mutant in mutants:
        if (mutant.file, mutant.text) in texts:
            continue
        texts.add((mutant.file, mutant.text))
        seen[mutant.name] += 1
        number = seen[mutant.name]
        kept.append(mutant if number == 1 else replace(mutant, change=f"{mutant.change} ({number})"))
    return kept

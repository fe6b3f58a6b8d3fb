"""What a gate shows, and what every stage offers."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from billing.port import Planned
from rendering.models import Film


class Notes(Enum):
    """What a stage does with plain words at its gate."""

    AT_ONCE = "at_once"  # understood or refused while the person waits
    BY_WORKER = "by_worker"  # handed to the language model
    NOT_TAKEN = "not_taken"


@dataclass(frozen=True, kw_only=True)
class Showing:
    """A piece of work (and its bill, where approving it spends) for a person to look at."""

    title: str
    text: Sequence[str]
    bill: Sequence[Planned] = ()
    files: Sequence[str] = ()
    scene: int | None = None
    answers: Sequence[str] = ("approve", "revise", "auto", "steer", "stop")
    always_waits: bool = False
    """Also on autopilot."""
    needs_person: bool = False
    """A mandate does not pass its bill: somebody has to look."""

    def document(self) -> dict[str, Any]:
        """The part of a gate that is kept and digested; the bill is kept beside it."""
        return {
            "title": self.title, "text": list(self.text), "files": list(self.files), "scene": self.scene,
            "answers": list(self.answers),
        }  # fmt: skip


class Stage(Protocol):
    """One gate's worth of work; every module of this package that is named in `sequence` has these."""

    NOTES: Notes

    def prepare(self, film: Film) -> bool:
        """Do whatever can be done toward the gate. True when there is something to show. May raise Stuck."""

    def gate(self, film: Film) -> Showing | None:
        """What to show; None when this film has nothing to show here."""

    def approve(self, film: Film, answer: str) -> None:
        """Take the person's (or autopilot's) yes to what `gate` shows."""

    def revise(self, film: Film, note: str) -> None:
        """Change what is shown as the note asks. May raise Stuck or a Problem."""

    def is_done(self, film: Film) -> bool:
        """True when, with what was shown approved, the film may go on."""

"""What came of one film."""

from dataclasses import dataclass, field

from crash.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`fired`: the points where something was killed; `broken`: each promise that did not hold."""

    plan: Plan
    seconds: float
    seen: list[str]
    fired: list[str]
    settled: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def says(self) -> str:
        if self.broken:
            return "BROKEN: " + "; ".join(self.broken)
        if self.plan.kills and not self.fired:
            return "not reached"
        return "finished" + "".join(f", a person said {word}" for word in self.settled)

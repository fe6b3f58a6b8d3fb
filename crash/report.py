"""Say what a run found. The one place here that prints."""

from collections import Counter
from collections.abc import Sequence

from crash.outcome import Outcome
from pod_service.embedded.paths import PROJECT

LOG = PROJECT / "var" / "crash.log"


def say(line: str) -> None:
    """One line, at once, also into a pipe."""
    print(line, flush=True)


def tell(outcome: Outcome, last_lines: str, replay: str) -> None:
    """A row of the table; for a broken promise also how to see it again, and where the logs are."""
    mode = "called back" if outcome.plan.has_callbacks else "looked up"
    say(f"{outcome.seconds:5.1f} s  {mode:<11}  {outcome.plan}  →  {outcome.says}")
    if outcome.broken:
        LOG.parent.mkdir(exist_ok=True)
        with LOG.open("a") as log:
            log.write(f"{outcome.plan}\n{outcome.says}\nkilled at: {outcome.fired}\n{last_lines}\n\n")
        say(f"         killed at: {', '.join(outcome.fired) or 'nothing'}")
        say(f"         again: {replay}    logs: {LOG.relative_to(PROJECT)}")


def close(outcomes: Sequence[Outcome]) -> int:
    """The totals; returns the exit code."""
    counts = Counter("BROKEN" if one.broken else one.says for one in outcomes)
    for says, count in sorted(counts.items(), key=lambda row: -row[1]):
        say(f"{count:5}  {says}")
    say(f"{len(outcomes)} films, {sum(one.seconds for one in outcomes):.0f} s, {counts['BROKEN']} broken.")
    return int(counts["BROKEN"] > 0)

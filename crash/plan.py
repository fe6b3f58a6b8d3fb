"""Where to kill: a plan is a plain value, written to a file for the processes to read."""

import json
import random
import re
from dataclasses import asdict, dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Self

ROLES = ("worker", "web", "beat")
FAULTS: tuple[dict[str, Any], ...] = (
    {"kind": "drop", "share": 0.2},
    {"kind": "drop_body", "share": 0.2},
    {"kind": "drop_before", "share": 0.2},
    {"kind": "page", "share": 0.2, "accepted": True},
    {"kind": "page", "share": 0.2, "route": "recordInfo"},
    {"kind": "refused", "share": 0.2, "code": 429, "route": "createTask"},
    {"kind": "slow_answer", "share": 0.2, "seconds": 1, "route": "createTask"},
    {"kind": "unknown", "share": 0.3, "seconds": 1},
    {"kind": "instant", "share": 0.3},
    {"kind": "fail", "share": 0.2, "code": "500"},
    {"kind": "drop_body", "share": 0.5, "route": "result", "each": 1},
    {"kind": "wrong_type", "share": 0.3, "each": 1},
    {"kind": "forbidden", "share": 0.3, "each": 1},
    {"kind": "callback_lost", "share": 0.5},
    {"kind": "callback_repeated", "share": 0.5, "copies": 3},
    {"kind": "callback_early", "share": 0.5},
    {"kind": "callback_late", "share": 0.5, "seconds": 2},
    {"kind": "callback_forged", "share": 0.5, "how": "success"},
    {"kind": "callback_forged", "share": 0.5, "how": "task"},
)
"""What a seed may choose from. Wrong charges are left out: they are the operator's, and a test of their own."""
_KILL = re.compile(rf"(?P<point>(?:{'|'.join(ROLES)}) .+?)(?: \(time (?P<hit>\d+)\))?")


@dataclass(frozen=True, slots=True)
class Kill:
    """`kill -9` of a role when it reaches `point` for the `hit`-th time since its start.

    A point reads `worker after commit billing.x.f < rendering.y.g`; stars stand for anything, so that `worker *`
    counts every point of the worker.
    """

    point: str
    hit: int = 1

    @classmethod
    def parse(cls, words: str) -> Self:
        """The kill whose text this is. Raises ValueError for what is none."""
        found = _KILL.fullmatch(words.strip())
        if found is None:
            raise ValueError(f"A point reads like a line of the table, not {words!r}")
        return cls(found["point"], int(found["hit"] or 1))

    def is_at(self, point: str) -> bool:
        return fnmatchcase(point, self.point)

    def __str__(self) -> str:
        return self.point if self.hit == 1 else f"{self.point} (time {self.hit})"


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes wrong in one film: kills in any order, the sandbox's settings, and its faults (docs/sandbox.md)."""

    kills: tuple[Kill, ...] = ()
    sandbox: dict[str, float] = field(default_factory=dict)
    faults: tuple[dict[str, Any], ...] = ()
    has_callbacks: bool = True
    seed: int = 0

    def __str__(self) -> str:
        words = [str(kill) for kill in self.kills] + [
            f"{name} {value:g}" for name, value in self.sandbox.items()
        ]
        words += [" ".join(map(str, fault.values())) for fault in self.faults]
        return " + ".join(words) or "nothing"

    @classmethod
    def parse(cls, words: str, *, has_callbacks: bool) -> Self:
        """The plan whose text this is, kills only."""
        return cls(tuple(Kill.parse(kill) for kill in words.split(" + ")), has_callbacks=has_callbacks)

    def told(self, run: int) -> str:
        """For the file the processes read."""
        return json.dumps({"run": run, "kills": [asdict(kill) for kill in self.kills]})


@dataclass(frozen=True, slots=True)
class Armed:
    """A plan as a process reads it: which run it is for, and the kills."""

    run: int
    kills: tuple[Kill, ...]

    @classmethod
    def read(cls, file: Path) -> Self:
        told: dict[str, Any] = json.loads(file.read_text())
        return cls(told["run"], tuple(Kill(**kill) for kill in told["kills"]))


def of_seed(seed: int) -> Plan:
    """Several kills and an unsteady provider, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    kills = tuple(
        Kill(f"{role} *", chance.randint(1, 8 if role != "worker" else 60))
        for role in chance.choices(ROLES, weights=(6, 3, 1), k=chance.randint(1, 4))
    )
    unsteady = {
        "latency_seconds": chance.choice((0.05, 0.3, 1.0)), "failure_rate": chance.choice((0.0, 0.0, 0.1, 0.3)),
        "starts": chance.choice((2, 20, 20)), "window_seconds": chance.choice((1.0, 3.0)),
    }  # fmt: skip
    faults = tuple(chance.sample(FAULTS, k=chance.randint(0, 4)))
    return Plan(kills, unsteady, faults, has_callbacks=chance.random() < 0.5, seed=seed)

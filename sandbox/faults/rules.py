"""A rule: which fault, and which requests it strikes."""

import hashlib
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from .kinds import KINDS, Fault, fault

_CONDITIONS = {
    "route": str, "model": str, "prompt": str, "callback": str, "task": str,
    "nth": int, "after": int, "times": int, "each": int, "share": float,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What a rule sees of a request; for a look-up and a download, of the order that it is about.

    `turn` says how many such requests with this model and prompt came before it.
    """

    route: str
    model: str = ""
    prompt: str = ""
    callback: str = ""
    task: str = ""
    turn: int = 0


@dataclass(slots=True)
class Rule:
    """`label` tells rules of one kind apart where the seed decides; `given` is the rule as it was told."""

    label: str
    given: dict[str, Any]
    fault: Fault
    conditions: dict[str, Any]
    matched: int = 0
    struck: int = 0
    _by_task: Counter[str] = field(default_factory=Counter)

    def strikes(self, asked: Asked, *, seed: int) -> bool:
        """Does it strike this request? Counts it when it does."""
        if not self._is_about(asked):
            return False
        self.matched += 1
        if not self._is_turn(asked) or not self._is_chance(asked, seed):
            return False
        self.struck += 1
        self._by_task[asked.task] += 1
        return True

    def _is_about(self, asked: Asked) -> bool:
        wanted = {name: self.conditions.get(name, "") for name in ("model", "prompt", "callback", "task")}
        is_there = all(text in getattr(asked, name) for name, text in wanted.items())
        return is_there and bool(asked.route == self.conditions["route"])

    def _is_turn(self, asked: Asked) -> bool:
        only = self.conditions
        return bool(
            self.matched == only.get("nth", self.matched)
            and self.matched > only.get("after", 0)
            and self.struck < only.get("times", self.struck + 1)
            and self._by_task[asked.task] < only.get("each", self._by_task[asked.task] + 1)
        )

    def _is_chance(self, asked: Asked, seed: int) -> bool:
        """Always the same for one seed, rule, route, model, prompt and turn, in whatever order requests come."""
        told = f"{seed}:{self.label}:{asked.route}:{asked.model}:{asked.turn}:{asked.prompt}"
        chance = random.Random(hashlib.sha256(told.encode()).digest())  # noqa: S311 - repeatable, not secret
        return chance.random() < float(self.conditions.get("share", 1.0))


def rule(given: dict[str, Any], label: str) -> Rule:
    """Read a rule as JSON has it. Raises ValueError for what is none."""
    try:
        conditions = {name: read(given[name]) for name, read in _CONDITIONS.items() if name in given}
        others = {name: value for name, value in given.items() if name not in {"kind", *_CONDITIONS}}
        struck = fault(given.get("kind", ""), others)
    except TypeError as why:
        raise ValueError(str(why)) from None
    routes = KINDS[struck.kind].routes
    if conditions.setdefault("route", routes[0]) not in routes:
        raise ValueError(f"{struck.kind} strikes {', '.join(routes)}, not {conditions['route']}")
    if not 0 <= conditions.get("share", 0) <= 1:
        raise ValueError(f"a share is between 0 and 1, not {conditions['share']}")
    return Rule(label, given, struck, conditions)

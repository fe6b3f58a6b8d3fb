"""The faults in force: the rules, the seed and the rates, and how often each struck."""

import hashlib
from collections import Counter
from dataclasses import asdict, replace
from typing import Any

from sandbox.ledger.journal import Journal

from .kinds import CREATE, Fault
from .rules import Asked, Rule, rule
from .tags import tagged

_PARTS = {"rules", "seed", "rates"}


class Plan:
    """Empty until rules are told; tags in prompts count without any.

    What follows from the rules told and the requests seen is always the same, so the journal of both brings back,
    after a kill, what was in force and all the counts of the rules.
    """

    def __init__(self, journal: Journal) -> None:
        self._seed = 0
        self._rates: dict[str, float] = {}
        self._rules: list[Rule] = []
        self._turns: Counter[bytes] = Counter()
        self._struck: Counter[str] = Counter()
        self._journal = journal
        for entry in list(journal.replay()):
            if "told" in entry:
                self._put(entry["told"])
            else:
                self._strike(Asked(**entry["asked"]))

    def change(self, told: dict[str, Any]) -> None:
        """Put these rules in the place of all others and count from the start. Raises ValueError."""
        self._put(told)
        self._journal.append({"told": told})

    def close(self) -> None:
        self._journal.close()

    def _put(self, told: dict[str, Any]) -> None:
        if unknown := told.keys() - _PARTS:
            raise ValueError(f"faults have {', '.join(sorted(_PARTS))}, not {', '.join(sorted(unknown))}")
        listed, rates = told.get("rules", []), told.get("rates", {})
        if not isinstance(rates, dict) or not isinstance(listed, list):
            raise ValueError("rules are a list, rates an object")
        if not all(isinstance(given, dict) for given in listed):
            raise ValueError("a rule is an object")
        seed = int(told.get("seed", 0))
        rules = [rule(given, f"{place}:{given.get('kind')}") for place, given in enumerate(listed)]
        rules += [rule({"kind": kind, "share": share}, f"rate:{kind}") for kind, share in rates.items()]
        self._seed, self._rates, self._rules = seed, rates, rules
        self._turns.clear()
        self._struck.clear()

    def told(self) -> dict[str, Any]:
        """Everything in force; `struck` counts by kind, tags included."""
        rules = [one.given | {"matched": one.matched, "struck": one.struck} for one in self._rules]
        return {"seed": self._seed, "rates": self._rates, "rules": rules, "struck": dict(self._struck)}

    def concerns(self, route: str) -> bool:
        """Is there a rule for this route?"""
        return any(one.conditions["route"] == route for one in self._rules)

    def at(self, asked: Asked) -> list[Fault]:
        """Return the faults that strike this request, an order's own tags first, and count them."""
        found = tagged(asked.prompt) if asked.route == CREATE else []
        self._struck.update(one.kind for one in found)
        if self.concerns(asked.route):
            self._journal.append({"asked": asdict(asked)})
            found += self._strike(asked)
        return found

    def _strike(self, asked: Asked) -> list[Fault]:
        asked = replace(asked, turn=self._turn(asked))
        found = [one.fault for one in self._rules if one.strikes(asked, seed=self._seed)]
        self._struck.update(one.kind for one in found)
        return found

    def _turn(self, asked: Asked) -> int:
        told = hashlib.sha256(f"{asked.route}:{asked.model}:{asked.prompt}".encode()).digest()
        self._turns[told] += 1
        return self._turns[told] - 1

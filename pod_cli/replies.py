"""What a person types at a gate, and what it means. Pure: nothing is sent or shown from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pod_cli.wire import Gate

Meaning = Literal["approve", "drafts", "stop", "revise", "auto", "steer", "open", "ask_what", "say_more"]

_ANYWHERE: dict[str, Meaning] = {
    "y": "approve",
    "yes": "approve",
    "x": "stop",
    "stop": "stop",
    "quit": "stop",
    "exit": "stop",
    "o": "open",
    "open": "open",
    "auto": "auto",
    "steer": "steer",
    "no": "ask_what",
    "help": "say_more",
}
_AT_THE_COST_GATE: dict[str, Meaning] = {
    "d": "drafts",
    "drafts": "drafts",
    "drafts only": "drafts",
    "n": "stop",
    # Half a yes is neither an order nor a change.
    "ok": "say_more",
    "okay": "say_more",
    "sure": "say_more",
    "go": "say_more",
}
_AT_OTHER_GATES: dict[str, Meaning] = {"n": "ask_what", "ok": "approve", "okay": "approve"}


@dataclass(frozen=True)
class Reply:
    meaning: Meaning
    note: str = ""


def read(typed: str, gate: Gate) -> Reply:
    """``say_more`` is for what could be a slip of the finger: it must neither spend nor change anything."""
    is_cost = gate["kind"] == "cost"
    word = typed.strip().lower()
    if not word:
        return Reply("say_more" if is_cost else "approve")
    meaning = (_AT_THE_COST_GATE if is_cost else _AT_OTHER_GATES).get(word) or _ANYWHERE.get(word)
    if meaning is not None:
        return Reply(meaning)
    return Reply("revise", typed.strip()) if len(word) > 1 else Reply("say_more")


def choices(gate: Gate) -> str:
    """What can be typed here, in one line; only what this gate takes."""
    is_cost = gate["kind"] == "cost"
    offered = {
        "approve": "y = go" if is_cost else "Enter = " + ("done" if gate["kind"] == "screening" else "go on"),
        "drafts": "d = drafts only",
        "stop": "N = stop, free, the plan is saved" if is_cost else "x = stop, saved",
        "auto": "auto = hand pod the rest",
        "steer": "steer = take it back",
        "revise": "or say what to change",
    }
    words = [words for answer, words in offered.items() if answer in gate["answers"]]
    if gate["files"]:
        words.insert(1, "o = open the files")
    return " · ".join(words)

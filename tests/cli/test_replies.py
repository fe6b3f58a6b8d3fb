"""Words at a gate and what they mean."""

import pytest

from pod_cli import replies
from pod_cli.wire import Gate
from tests.cli import scenes

NO_ORDER = ["", "  ", "k", "?", "ok", "sure", "go", "help", "n", "N", "no", "NO", "x", "stop", "quit", "o"]


def gate(kind: str) -> Gate:
    shown: Gate = scenes.gate(kind)  # type: ignore[assignment]  # a scene is the gate as JSON
    return shown


@pytest.mark.parametrize("typed", NO_ORDER)
def test_half_a_yes_does_not_spend_at_the_cost_gate(typed: str) -> None:
    assert replies.read(typed, gate("cost")).meaning in {"say_more", "stop", "ask_what", "open"}


@pytest.mark.parametrize(
    ("typed", "meaning"),
    [
        ("y", "approve"),
        ("Y", "approve"),
        ("yes", "approve"),
        ("d", "drafts"),
        ("N", "stop"),
        ("no", "ask_what"),
    ],
)
def test_the_cost_gates_answers(typed: str, meaning: str) -> None:
    assert replies.read(typed, gate("cost")).meaning == meaning


@pytest.mark.parametrize(
    ("typed", "meaning"),
    [("", "approve"), ("o", "open"), ("auto", "auto"), ("steer", "steer"), ("x", "stop"), ("no", "ask_what")],
)
def test_an_ordinary_gates_answers(typed: str, meaning: str) -> None:
    assert replies.read(typed, gate("script")).meaning == meaning


@pytest.mark.parametrize("kind", ["cost", "script"])
def test_other_words_are_a_change_in_the_persons_own_spelling(kind: str) -> None:
    reply = replies.read(" Use Omni for the hero shots ", gate(kind))
    assert reply == replies.Reply("revise", "Use Omni for the hero shots")


def test_only_what_the_gate_takes_is_offered() -> None:
    shown = gate("cost")
    shown["answers"] = ["approve", "stop"]
    assert replies.choices(shown) == "y = go · N = stop, free, the plan is saved"

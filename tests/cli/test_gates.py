"""Answering gates on a terminal: what goes on, what stops, and what never spends."""

import os

import pytest

from tests.cli import scenes
from tests.cli.stand_in import StandIn
from tests.cli.studio import Desk

ANSWERS = f"films/{scenes.NAME}/gate/answer"
HINT = "y = go"


def answers(service: StandIn) -> list[tuple[str, str]]:
    return [(post.body["answer"], post.body["note"]) for post in service.posts(ANSWERS) if post.body]


def test_the_cost_gate_shows_the_whole_bill_and_y_goes_on(service: StandIn, desk: Desk) -> None:
    service.script = [scenes.gate("cost"), scenes.beat("clips", 1, 2)]
    terminal = desk.terminal("resume", scenes.NAME)
    terminal.sees("Gate 7 of 10 · The cost gate")
    terminal.sees("draft")
    terminal.sees("shot-01")
    terminal.sees("510")
    terminal.sees("drafts 95 · masters 510 · total 605 credits")
    terminal.sees("allowance left: 1448 credits")
    terminal.sees("budget: 800 credits")
    terminal.sees(HINT)
    terminal.types("y")
    terminal.sees(f"{scenes.NAME}.mp4")
    terminal.sees("61 credits spent")
    assert terminal.ends() == 0
    assert answers(service) == [("approve", "")]


@pytest.mark.parametrize("letter", ["N", "x"])
def test_one_letter_stops_at_the_cost_gate_for_free(service: StandIn, desk: Desk, letter: str) -> None:
    service.script = [scenes.gate("cost")]
    terminal = desk.terminal("resume", scenes.NAME)
    terminal.sees(HINT)
    terminal.types(letter)
    terminal.sees("stopping is free")
    assert terminal.ends() == 3
    assert answers(service) == [("stop", "")]


def test_d_shoots_drafts_only(service: StandIn, desk: Desk) -> None:
    service.script = [scenes.gate("cost")]
    terminal = desk.terminal("resume", scenes.NAME)
    terminal.sees(HINT)
    terminal.types("d")
    assert terminal.ends() == 0
    assert answers(service) == [("drafts", "")]


def test_at_the_cost_gate_enter_and_slips_of_the_finger_ask_again(service: StandIn, desk: Desk) -> None:
    service.script = [scenes.gate("cost")]
    terminal = desk.terminal("resume", scenes.NAME)
    for slip in ("", "k", "auto"):
        terminal.sees(HINT)
        terminal.types(slip)
        terminal.sees("othing is spent")
    terminal.sees(HINT)
    assert answers(service) == []
    terminal.types("N")
    assert terminal.ends() == 3


def test_the_word_no_asks_what_to_change_and_the_words_recast(service: StandIn, desk: Desk) -> None:
    service.script = [scenes.gate("cost")]
    terminal = desk.terminal("resume", scenes.NAME)
    terminal.sees(HINT)
    terminal.types("no")
    terminal.sees("What should change?")
    terminal.types("")
    terminal.sees(HINT)
    terminal.types("No")
    terminal.sees("What should change?")
    terminal.types("kling for the clips")
    terminal.sees("Changed since you last saw it: asked for: kling for the clips")
    terminal.sees(HINT)
    terminal.types("N")
    assert terminal.ends() == 3
    assert answers(service) == [("revise", "kling for the clips"), ("stop", "")]


def test_a_changed_bill_is_shown_again_before_anything_is_bought(service: StandIn, desk: Desk) -> None:
    changed = scenes.gate("cost", digest="two", changed=["shot-01 master: 510 instead of 480"])
    service.script = [scenes.gate("cost")]
    terminal = desk.terminal("resume", scenes.NAME)
    terminal.sees(HINT)
    service.script = [changed]
    terminal.types("y")
    terminal.sees("shot-01 master: 510 instead of 480")
    terminal.sees(HINT)
    terminal.types("y")
    assert terminal.ends() == 0
    assert [post.body["digest"] for post in service.posts(ANSWERS) if post.body] == ["one", "two"]


def test_a_refused_yes_says_what_is_missing_and_leaves_the_choice(service: StandIn, desk: Desk) -> None:
    service.script = [scenes.gate("cost")]
    detail = "605 credits are needed, 500 are left: 105 are missing."
    refusal = {"code": "insufficient_allowance", "detail": detail, "spent_nothing": True}
    service.fixed[f"POST {ANSWERS}"] = (402, refusal)
    terminal = desk.terminal("resume", scenes.NAME)
    terminal.sees(HINT)
    terminal.types("y")
    terminal.sees("105 are missing")
    terminal.sees("Nothing was spent.")
    terminal.sees(HINT)
    terminal.types("d")
    assert terminal.ends() == 0


def test_at_an_ordinary_gate_enter_approves_and_words_revise(service: StandIn, desk: Desk) -> None:
    service.script = [scenes.gate("script"), scenes.gate("shots")]
    terminal = desk.terminal("resume", scenes.NAME)
    terminal.sees("Enter = go on")
    terminal.types("make the ending happier")
    terminal.sees("asked for: make the ending happier")
    terminal.sees("Enter = go on")
    terminal.types("")
    terminal.sees("The shots")
    terminal.sees("Enter = go on")
    terminal.types("auto")
    assert terminal.ends() == 0
    assert [answer for answer, _ in answers(service)] == ["revise", "approve", "auto"]


def test_o_brings_the_files_of_the_gate_and_opens_them_on_a_desktop(service: StandIn, desk: Desk) -> None:
    viewer = desk.folder / "bin" / "xdg-open"
    viewer.parent.mkdir()
    viewer.write_text('#!/bin/sh\necho "$1" > "$HOME/opened"\n')
    viewer.chmod(0o755)
    service.script = [scenes.gate("script", files=["01-script/script.md"])]
    path = f"{viewer.parent}:{os.environ['PATH']}"
    terminal = desk.terminal("resume", scenes.NAME, DISPLAY=":0", PATH=path)
    terminal.sees("o = open the files")
    terminal.types("o")
    terminal.sees("script.md")
    terminal.sees("Enter = go on")
    assert (desk.episode / "01-script/script.md").read_bytes() == b"# Two robots\n"
    assert not (desk.episode / "07-final").exists()
    terminal.types("x")
    assert terminal.ends() == 3
    assert (desk.folder / "opened").read_text() == f"{desk.episode / '01-script/script.md'}\n"


def test_leaving_with_ctrl_d_keeps_the_gate_open(service: StandIn, desk: Desk) -> None:
    service.script = [scenes.gate("cost")]
    terminal = desk.terminal("resume", scenes.NAME)
    terminal.sees("change\r\n❯")
    terminal.presses("d")
    terminal.sees("waits at this gate")
    assert terminal.ends() == 3
    assert answers(service) == []


def test_without_a_terminal_the_gate_is_shown_and_left_open(service: StandIn, desk: Desk) -> None:
    service.script = [scenes.gate("cost")]
    run = desk.run("resume", scenes.NAME, typed="y\n")
    assert run.code == 3
    assert "total 605 credits" in run.out
    assert f"pod resume {scenes.NAME}" in run.out
    assert answers(service) == []


def test_the_screening_brings_the_film_before_it_asks(service: StandIn, desk: Desk) -> None:
    service.script = [scenes.gate("screening", answers=["approve", "revise", "stop"])]
    terminal = desk.terminal("resume", scenes.NAME)
    terminal.sees(f"{scenes.NAME}.mp4")
    terminal.sees("00:00:05:00")
    terminal.sees("Enter = done")
    terminal.types("")
    terminal.sees("What to try next")
    assert terminal.ends() == 0

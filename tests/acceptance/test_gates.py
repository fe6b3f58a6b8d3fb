"""At the gates, on a terminal: what is asked, what an answer buys, and what it never buys."""

from decimal import Decimal

from tests.acceptance.desk import IDEA, MASTER, Desk
from tests.acceptance.house import House, charged


def test_n_stops_for_free_and_resume_shows_the_same_gate(house: House, desk: Desk) -> None:
    first = desk.terminal("produce", "--auto", "--name", "heron", IDEA)
    first.at_gate(7, "")
    first.see("nothing is spent")
    first.type("no")
    first.see("What should change?")
    first.shown.sendline("")
    first.see("y = go")
    shown = desk.read("films/heron/gate")["quote"]
    first.type("N")
    first.see("stopping is free")
    assert first.end() == 3
    assert house.clips_of(desk) == []
    assert charged(house.orders_of(desk)) == Decimal(desk.read("films/heron")["spent"])
    assert desk.document("credits")["held"] == "0.00"

    second = desk.terminal("resume", "heron")
    second.see("Gate 7 of 10")
    again = desk.read("films/heron/gate")["quote"]
    assert (again["lines"], again["total"]) == (shown["lines"], shown["total"])
    second.type("y")
    second.see("Your film:")
    assert second.end() == 0
    assert house.clips_of(desk) == ["480p", "720p"]
    house.assert_paid_once(desk)


def test_d_shoots_the_drafts_and_finalize_the_masters_each_once(house: House, desk: Desk) -> None:
    drafts = desk.terminal("produce", "--auto", "--name", "otter", IDEA)
    drafts.at_gate(7, "d")
    drafts.see("pod finalize otter")
    assert drafts.end() == 0
    assert house.clips_of(desk) == ["480p"]

    masters = desk.terminal("finalize", "otter")
    masters.see("Gate 7 of 10")
    assert desk.read("films/otter/gate")["quote"]["total"] == MASTER
    masters.type("y")
    masters.see("Your film:")
    assert masters.end() == 0
    assert house.clips_of(desk) == ["480p", "720p"]
    house.assert_paid_once(desk)


def test_steering_waits_at_every_gate_and_edits_are_free(house: House, desk: Desk) -> None:
    first = desk.terminal("produce", "--name", "crane", "a 5-second film in 720p: a crane lands on a lake")
    first.type("")
    first.at_gate(1, "")
    first.at_gate(2, "x")
    assert first.end() == 3

    again = desk.terminal("resume", "crane")
    again.at_gate(2, "")
    again.at_gate(3, "seedance 1.5 for everything")
    again.see("All other clips: seedance-1.5")
    again.type("")
    again.at_gate(4, "")
    again.at_gate(5, "auto")
    again.at_gate(7, "steer")
    again.at_gate(7, "y")
    again.at_gate(8, "")
    again.at_gate(9, "")
    again.at_gate(10, "")
    assert again.end() == 0
    house.assert_paid_once(desk)

    before = house.orders_of(desk)
    edited = desk.pod("edit", "crane", "cut the first 2 seconds of shot-01")
    assert edited.returncode == 0
    assert edited.stdout.rstrip().endswith("crane-cut-02.mp4")
    assert [cut["seconds"] for cut in desk.read("films/crane/cuts")["cuts"]] == ["5.00", "3.00"]
    assert house.orders_of(desk) == before
    house.assert_paid_once(desk)

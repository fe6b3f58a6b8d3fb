"""The money promises when things go wrong: kills, lost answers, failures, short caps, forged approvals."""

from typing import Any

import pytest

from tests.acceptance.desk import DRAFT, IDEA, Desk
from tests.acceptance.house import House
from tests.acceptance.patience import until


def test_a_killed_process_costs_nothing_and_orders_nothing_twice(house: House, desk: Desk) -> None:
    house.change_sandbox(latency_seconds=4)
    with desk.leave_to_itself("produce", "--auto", "--yes", "--name", "goat", IDEA) as client:
        until(lambda: house.clips_of(desk) == ["480p"])
        house.kill("worker")
        until(lambda: house.clips_of(desk) == ["480p", "720p"])
        house.kill("web")
        house.kill("beat")
        house.change_sandbox(latency_seconds=0.2)
        told, complaint = client.communicate()
    assert client.returncode == 0, told + complaint
    assert "Connected again." in told
    assert house.clips_of(desk) == ["480p", "720p"]
    house.assert_paid_once(desk)


def test_a_failed_order_is_tried_again_under_the_same_hold_and_charged_once(house: House, desk: Desk) -> None:
    desk.start("ibis", mode="auto", drafts_only=True)
    desk.wait_at("ibis", "cost")
    house.change_sandbox(failure_rate=1)
    desk.answer("ibis", "approve").raise_for_status()
    until(lambda: "fail" in outcomes(house, desk))
    house.change_sandbox(failure_rate=0)
    desk.wait_for("ibis", "finished")
    assert outcomes(house, desk)[-2:] == ["fail", "success"]
    [draft] = [take for take in desk.read("films/ibis/takes")["takes"] if take["tier"] == "draft"]
    assert draft["spent"] == DRAFT
    house.assert_paid_once(desk)


def test_a_lost_answer_is_never_ordered_again(house: House, desk: Desk) -> None:
    desk.start("lynx", mode="auto", drafts_only=True)
    desk.wait_at("lynx", "cost")
    house.rows(
        "UPDATE rendering_shot SET description = description || ' [[drop]]' FROM rendering_film f "
        "WHERE f.id = film_id AND f.name = 'lynx'"
    )
    desk.answer("lynx", "approve").raise_for_status()
    film = desk.wait_for("lynx", "finished")
    assert "order.in_doubt" in {notice["code"] for notice in film["notices"]}
    assert house.clips_of(desk) == ["480p"]
    house.assert_paid_once(desk)


def test_a_cap_below_the_estimate_refuses_and_says_what_is_missing(house: House) -> None:
    poor = house.studio("poor", cap=27)
    terminal = poor.terminal("produce", "--auto", "--name", "mole", IDEA)
    terminal.at_gate(7, "y")
    terminal.see("This needs 52.50 credits and 1.00 are left of this month's allowance: 51.50 are missing.")
    terminal.see("Nothing was spent.")
    terminal.type("N")
    assert terminal.end() == 3
    cast = poor.pod("cast", "two robots fall in love at a bus stop")
    assert cast.returncode == 5
    assert "1.00 are missing" in cast.stderr
    assert house.clips_of(poor) == []
    house.assert_paid_once(poor)


def test_a_budget_pauses_before_the_order_that_would_pass_it(house: House, desk: Desk) -> None:
    terminal = desk.terminal("produce", "--auto", "--budget", "50", "--name", "newt", IDEA)
    terminal.at_gate(7, "y")
    terminal.see("resume with --budget 78.50")
    assert terminal.end() == 3
    assert house.clips_of(desk) == ["480p"]
    house.assert_paid_once(desk)
    resumed = desk.pod("resume", "newt", "--budget", "78.50")
    assert resumed.returncode == 0, resumed.stdout + resumed.stderr
    assert house.clips_of(desk) == ["480p", "720p"]
    house.assert_paid_once(desk)


CHANGE_A_BYTE = (
    "UPDATE billing_approval SET claim = jsonb_set(claim, '{total}', '\"0.01\"') WHERE subject = %s"
)
USE_ANOTHER_FILMS = """
UPDATE billing_approvalline l SET approval_id = (
    SELECT max(id) FROM billing_approval WHERE subject <> a.subject AND studio_id = a.studio_id)
FROM billing_approval a WHERE a.id = l.approval_id AND a.subject = %s"""
USE_IT_UP = """
INSERT INTO billing_lineuse (approval_line_id, "order") SELECT l.id, 'att_of_somebody_else'
FROM billing_approvalline l JOIN billing_approval a ON a.id = l.approval_id WHERE a.subject = %s"""
FORGERIES = {
    "changed": (CHANGE_A_BYTE, "tampered", "does not match its signature"),
    "borrowed": (USE_ANOTHER_FILMS, "other_film", "belongs to another film"),
    "used": (USE_IT_UP, "used", "already been used"),
}


@pytest.fixture
def released(house: House, desk: Desk) -> Desk:
    """Three films whose stills have just been approved, and no worker that could have looked at them yet."""
    for name in FORGERIES:
        desk.start(name)
    for name in FORGERIES:
        for kind in ("plan", "script"):
            desk.wait_at(name, kind)
            desk.answer(name, "approve").raise_for_status()
    for name in FORGERIES:
        desk.wait_at(name, "casting")
    house.process("worker").suspend()
    for name in FORGERIES:
        desk.answer(name, "approve").raise_for_status()
    return desk


def test_the_worker_refuses_a_forged_approval_and_says_why(house: House, released: Desk) -> None:
    for name, (forgery, _, _) in FORGERIES.items():
        house.rows(forgery, released.read(f"films/{name}")["id"])
    house.process("worker").resume()
    for name, (_, reason, sentence) in FORGERIES.items():
        film = released.wait_for(name, "paused")
        assert film["spent"] == "0.00"
        assert sentence in " ".join(released.pod("status", name).stdout.split())
        refusals = [line for line in house.lines_of("worker") if "attempt.send.refused" in line]
        assert any(f"film={name} " in line and f"reason={reason}" in line for line in refusals)
    resumed = released.pod("resume", "changed")
    assert resumed.returncode == 3
    assert "More design sheets" in resumed.stdout
    assert house.orders_of(released) == []


def outcomes(house: House, desk: Desk) -> list[Any]:
    return [order["outcome"] for order in house.orders_of(desk)]

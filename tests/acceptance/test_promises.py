"""The money promises when things go wrong: kills, lost answers, failures, short caps, forged approvals."""

from typing import Any

from tests.acceptance.desk import DRAFT, IDEA, Desk
from tests.acceptance.house import House
from tests.acceptance.patience import until


def test_a_killed_process_costs_nothing_and_orders_nothing_twice(house: House, desk: Desk) -> None:
    house.change_sandbox(latency_seconds=4)
    with desk.leave_to_itself("produce", "--auto", "--yes", "--name", "goat", IDEA) as client:
        until(lambda: house.clips_of(desk) == ["480p"])
        house.kill("orders")
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
    terminal = desk.terminal("produce", "--auto", "--drafts-only", "--name", "ibis", IDEA)
    terminal.see("Gate 7 of 10")
    assert desk.read("films/ibis/gate")["quote"]["total"] == DRAFT
    house.change_sandbox(failure_rate=1)
    terminal.type("y")
    until(lambda: "fail" in outcomes(house, desk))
    house.change_sandbox(failure_rate=0)
    terminal.see("pod finalize ibis")
    assert terminal.end() == 0
    assert outcomes(house, desk)[-2:] == ["fail", "success"]
    assert house.clips_of(desk) == ["480p", "480p"]
    [draft] = [take for take in desk.read("films/ibis/takes")["takes"] if take["tier"] == "draft"]
    assert draft["spent"] == DRAFT
    house.assert_paid_once(desk)


def test_a_lost_answer_is_never_ordered_again(house: House, desk: Desk) -> None:
    to_casting(desk, "lynx")
    house.rows("UPDATE rendering_look SET description = description || ' [[drop]]' WHERE kind = 'location'")
    desk.answer("lynx", "approve").raise_for_status()
    desk.wait_at("lynx", "looks")
    assert "order.in_doubt" in {notice["code"] for notice in desk.read("films/lynx")["notices"]}
    assert outcomes(house, desk) == ["success"] * 3
    house.assert_ordered_once(desk)


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


def test_the_worker_refuses_a_forged_approval_and_says_why(house: House, desk: Desk) -> None:
    for name in FORGERIES:
        to_casting(desk, name)
    house.process("orders").suspend()
    for name in FORGERIES:
        desk.answer(name, "approve").raise_for_status()
    for name, (forgery, _, _) in FORGERIES.items():
        house.rows(forgery, desk.read(f"films/{name}")["id"])
    house.process("orders").resume()
    for name, (_, reason, sentence) in FORGERIES.items():
        assert desk.wait_for(name, "paused")["spent"] == "0.00"
        assert sentence in " ".join(desk.pod("status", name).stdout.split())
        assert any(f"reason={reason}" in line for line in house.lines_of("orders") if "send.refused" in line)
    resumed = desk.pod("resume", "changed")
    assert resumed.returncode == 3
    assert "Characters and places, once more" in resumed.stdout
    assert house.orders_of(desk) == []


def to_casting(desk: Desk, name: str) -> None:
    """A film that waits for a yes to the bill of its stills."""
    desk.start(name)
    for kind in ("plan", "script"):
        desk.wait_at(name, kind)
        desk.answer(name, "approve").raise_for_status()
    desk.wait_at(name, "casting")


def outcomes(house: House, desk: Desk) -> list[Any]:
    return [order["outcome"] for order in house.orders_of(desk)]

"""A studio's own kie.ai key: entered hidden, never shown or kept here; its balance is asked for until it is known."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.canary import marks
from tests.cli import scenes
from tests.cli.stand_in import StandIn
from tests.cli.studio import Desk

KEY = marks.key()


def own(state: str = "good", balance: str | None = "412.50", **changes: Any) -> dict[str, Any]:
    at = datetime.now(UTC).isoformat() if balance else None
    return {"state": state, "balance": balance, "balance_at": at, "is_fresh": state != "unchecked"} | changes


@pytest.fixture
def pays_itself(service: StandIn, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The studio's credits, for the test to change."""
    credits = scenes.PAGES["credits"] | {
        "plan": "own_key", "ceiling": None, "left": None, "warning": None, "warnings": [], "own_key": own(),
    }  # fmt: skip
    monkeypatch.setitem(scenes.PAGES, "credits", credits)
    service.fixed["POST own-key"] = (200, own("unchecked", None))
    return credits


def kept_on(desk: Desk) -> str:
    return "".join(file.read_text() for file in desk.folder.rglob("*") if file.is_file())


def test_it_asks_hidden_sends_it_once_and_tells_the_balance(
    service: StandIn, desk: Desk, pays_itself: dict[str, Any]
) -> None:
    service.fixed["GET credits"] = (200, pays_itself | {"own_key": own("unchecked", None)})
    terminal = desk.terminal("login", "--own-key")
    terminal.sees("kie.ai key (not shown while you type): ")
    terminal.types(KEY)
    terminal.sees("\r\nThe key is sealed;")
    terminal.sees("Your balance at kie.ai: 412.50 credits, about $2.06.")
    assert terminal.ends() == 0
    (post,) = service.posts("own-key")
    assert post.body == {"key": KEY}
    assert KEY not in kept_on(desk)
    assert desk.pending == []


def test_the_license_key_comes_first_where_nobody_is_signed_in(
    service: StandIn, desk: Desk, pays_itself: dict[str, Any]
) -> None:
    run = desk.run("login", "--own-key", typed=f"{scenes.LICENSE_KEY}\n{KEY}\n", POD_LICENSE_KEY=None)
    assert run.code == 0
    assert run.out.index("Signed in to Moon Pictures") < run.out.index("Your balance at kie.ai")
    assert KEY not in run.out + run.err


def test_a_key_that_kie_ai_refuses_is_told_so(
    service: StandIn, desk: Desk, pays_itself: dict[str, Any]
) -> None:
    pays_itself["own_key"] = own("refused", None)
    run = desk.run("login", "--own-key", "--json", typed=KEY)
    assert (run.code, run.document["code"]) == (5, "own_key_refused")
    assert KEY not in run.out + run.err


@pytest.mark.parametrize("typed", ["", "  \n", scenes.LICENSE_KEY])
def test_what_is_no_kie_ai_key_is_not_sent(service: StandIn, desk: Desk, typed: str) -> None:
    run = desk.run("login", "--own-key", "--json", typed=typed)
    assert (run.code, run.document["code"]) == (2, "own_key_mistyped")
    assert service.posts("own-key") == []


def test_credits_waits_for_a_fresh_balance(service: StandIn, desk: Desk, pays_itself: dict[str, Any]) -> None:
    service.fixed["GET credits"] = (200, pays_itself | {"own_key": own(balance="9.00", is_fresh=False)})
    assert desk.run("credits").out.splitlines() == [
        "asking kie.ai…",
        "Your balance at kie.ai: 412.50 credits, about $2.06.",
        "November 2026: 812.50 credits spent.",
        "40 credits set aside for footage being made right now.",
        "Your studio has no monthly cap.",
    ]


def test_a_balance_that_stays_old_is_told_with_its_age(
    service: StandIn, desk: Desk, pays_itself: dict[str, Any]
) -> None:
    long_ago = (datetime.now(UTC) - timedelta(hours=3, minutes=1)).isoformat()
    pays_itself["own_key"] = own(is_fresh=False, balance_at=long_ago)
    assert "That is 3 hours old: kie.ai does not answer just now." in desk.run("credits").out


@pytest.mark.parametrize(
    ("state", "said"), [("missing", "no kie.ai key yet"), ("refused", "refuses your key")]
)
def test_a_key_that_is_not_there_or_refused_is_told_with_what_to_do(
    desk: Desk, pays_itself: dict[str, Any], state: str, said: str
) -> None:
    pays_itself["own_key"] = own(state, None)
    run = desk.run("credits")
    assert said in run.out
    assert "pod login --own-key" in run.out


def test_the_license_s_share_is_told(service: StandIn, desk: Desk) -> None:
    share = {"ceiling": "200.00", "spent": "50.00", "held": "10.00", "left": "140.00"}
    service.fixed["GET credits"] = (200, scenes.PAGES["credits"] | {"license": share})
    said = "Your license's share is 200 credits: 50 credits spent, 10 set aside, 140 left."
    assert said in desk.run("credits").out


@pytest.mark.parametrize(("typed", "sent"), [("800", "800.00"), ("none", None)])
def test_a_ceiling_is_set_or_taken_away(
    service: StandIn, desk: Desk, pays_itself: dict[str, Any], typed: str, sent: str | None
) -> None:
    service.fixed["POST credits/ceiling"] = (200, {"ceiling": sent})
    run = desk.run("credits", "--ceiling", typed, "--json")
    assert (run.code, run.document["plan"]) == (0, "own_key")
    assert [post.body for post in service.posts("credits/ceiling")] == [{"ceiling": sent}]


def test_a_ceiling_that_is_no_amount_is_not_sent(service: StandIn, desk: Desk) -> None:
    assert desk.run("credits", "--ceiling", "lots").code == 2
    assert service.seen == []

"""A studio that pays kie.ai itself, on the whole service: the web seals its key, and a worker alone opens it."""

import httpx

from tests.acceptance.desk import Desk
from tests.acceptance.house import House
from tests.canary import marks

FILM = "secret-egret"


def test_its_film_is_paid_from_its_own_balance_and_its_key_is_nowhere_to_be_read(house: House) -> None:
    house.command("create_studio", "itself", "--plan", "own_key")
    license_key = house.command("issue_license", "itself", "--role", "admin")
    desk = Desk("itself", house.told["url"], license_key, house.var / "homes" / "itself")
    refused = desk.pod("produce", "--auto", "two robots")
    assert (refused.returncode, "pod login --own-key" in refused.stderr) == (5, True)

    own, sandbox = marks.key(), house.told["sandbox_url"]
    httpx.post(f"{sandbox}/_sandbox/accounts", json={"key": own, "balance": "500"}).raise_for_status()
    terminal = desk.terminal("login", "--own-key")
    terminal.see("kie.ai key (not shown while you type):")
    terminal.shown.sendline(own)
    terminal.see("Your balance at kie.ai: 500 credits, about $2.50.")
    assert terminal.end() == 0

    desk.start(FILM, mode="auto", drafts_only=True, preapprove=True)
    desk.wait_for(FILM, "finished")
    bill = httpx.get(f"{sandbox}/_sandbox/bill", headers={"Authorization": f"Bearer {own}"}).json()
    assert bill["total"] == desk.document("credits")["spent"] == "43.50"
    assert bill["balance"] == "456.50"
    assert house.orders_of(desk) == []
    assert "The ledger is proven." in house.command("prove_ledger")

    # The sandbox itself has to know whose key it is.
    files = [path for path in house.var.rglob("*") if path.is_file() and path.name != "accounts.jsonl"]
    assert [str(path) for path in files if own.encode() in path.read_bytes()] == []

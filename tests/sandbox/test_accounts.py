"""Further accounts: each has a key, a bill, a window and a balance of its own."""

from pathlib import Path
from typing import Any

import httpx
import pytest

STILL = {"prompt": "a horse in a field [[fail:nsfw]]", "aspect_ratio": "1:1"}
OTHER = "another-account"


def opened(sandbox: Any, key: str = OTHER, balance: str = "100") -> httpx.Client:
    """A client of a further account."""
    sandbox.http.post("/_sandbox/accounts", json={"key": key, "balance": balance}).raise_for_status()
    return client(sandbox, key)


def client(sandbox: Any, key: str) -> httpx.Client:
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.Client(base_url=sandbox.url, headers=headers, timeout=60, trust_env=False)


def order(account: httpx.Client) -> Any:
    return account.post("/api/v1/jobs/createTask", json={"model": "z-image", "input": STILL}).json()


def bill(account: httpx.Client) -> Any:
    return account.get("/_sandbox/bill").json()


def test_each_pays_from_its_own_balance_and_has_its_own_bill(start: Any) -> None:
    sandbox = start("--latency", "0", "--balance", "1000")
    with opened(sandbox) as other:
        mine, theirs = sandbox.order("z-image", **STILL), order(other)["data"]["taskId"]
        assert [line["taskId"] for line in bill(other)["orders"]] == [theirs]
        assert [line["taskId"] for line in sandbox.bill()["orders"]] == [mine]
        assert other.get("/api/v1/chat/credit").json()["data"] <= 100
        assert other.get("/api/v1/jobs/recordInfo", params={"taskId": mine}).json()["code"] == 422


def test_one_account_s_empty_purse_is_not_the_other_s(start: Any) -> None:
    sandbox = start("--latency", "0")
    with opened(sandbox, balance="0") as other:
        assert order(other)["code"] == 402
        assert sandbox.create("z-image", **STILL)["code"] == 200
        opened(sandbox, balance="5").close()
        assert order(other)["code"] == 200


def test_each_has_a_window_of_its_own(start: Any) -> None:
    sandbox = start("--latency", "0", "--starts", "1")
    with opened(sandbox) as other:
        assert [sandbox.create("z-image", **STILL)["code"] for _ in range(2)] == [200, 429]
        assert [order(other)["code"] for _ in range(2)] == [200, 429]


@pytest.mark.parametrize("key", ["nobody-s", f"{OTHER}-"])
def test_a_wrong_key_is_refused_as_the_provider_does(start: Any, key: str) -> None:
    sandbox = start("--latency", "0")
    opened(sandbox).close()
    with client(sandbox, key) as stranger:
        refused = stranger.get("/api/v1/chat/credit")
        assert (refused.status_code, refused.json()["code"]) == (200, 401)
        assert bill(stranger) == {"problem": "no account has this key"}


def test_an_account_outlives_a_restart(start: Any, tmp_path: Path) -> None:
    flags = ("--state", str(tmp_path), "--latency", "0")
    first = start(*flags)
    with opened(first) as other:
        placed = order(other)["data"]["taskId"]
    first.end()
    with client(start(*flags), OTHER) as other:
        assert [line["taskId"] for line in bill(other)["orders"]] == [placed]
        assert float(bill(other)["balance"]) <= 100


@pytest.mark.parametrize("body", [{}, {"key": "x"}, {"key": "x", "balance": "much"}])
def test_an_account_needs_a_key_and_a_balance(sandbox: Any, body: dict[str, Any]) -> None:
    assert sandbox.http.post("/_sandbox/accounts", json=body).status_code == 400

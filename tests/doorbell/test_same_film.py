"""Redis is a doorbell: whatever becomes of its messages, the film is the same, and each line is ordered once."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
import redis

from tests.acceptance.desk import Desk
from tests.acceptance.house import House
from tests.acceptance.patience import until

IDEA = "a 10-second film in 720p, seedance 1.5 and seedream: a fox crosses a bridge at dawn"
"""Two shots, drafts only: three design sheets, two keyframes, two drafts, one cut."""
FILM = "bell-fox"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    var = tmp_path_factory.mktemp("doorbell").resolve()
    wish(var)
    house = House.open(var, DJANGO_SETTINGS_MODULE="tests.doorbell.broker")
    yield house
    house.close()


@pytest.fixture(scope="module")
def undisturbed(house: House) -> dict[str, Any]:
    """The film as it comes out when every message arrives once."""
    return made(house, begun(house, "undisturbed"))


def wish(var: Path, *, times: int = 1, **options: float | bool) -> None:
    """What processes that start from now on take their broker for."""
    (var / "broker.json").write_text(json.dumps({"times": times, **options}))


def begun(house: House, slug: str) -> Desk:
    desk = house.studio(slug)
    desk.start(FILM, idea=IDEA, mode="auto", drafts_only=True, preapprove=True)
    return desk


def made(house: House, desk: Desk) -> dict[str, Any]:
    """Wait for the film and tell what it is, without the ids and times that no two films share."""
    desk.wait_for(FILM, "finished")
    house.assert_paid_once(desk)
    orders = [(order["model"], order["creditsConsumed"]) for order in house.orders_of(desk)]
    shown = {kind: desk.read(f"films/{FILM}/{kind}")[kind] for kind in ("takes", "cuts")}
    return {
        "orders": sorted(orders),
        "attempts": len(house.attempts_of(desk)),
        **{kind: [without_ids(row) for row in rows] for kind, rows in shown.items()},
    }


def without_ids(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("id", "created_at")}


@contextmanager
def valkey_of(house: House) -> Iterator[redis.Redis]:
    with redis.Redis.from_url((house.var / "run" / "valkey.url").read_text()) as client:
        yield client


def number_of(house: House) -> int | None:
    """The process id of the Valkey that answers now."""
    with valkey_of(house) as client:
        try:
            return int(client.info("server")["process_id"])
        except redis.ConnectionError:
            return None


def kill_valkey(house: House) -> None:
    """`kill -9`, and wait until its keeper has started it again."""
    killed = number_of(house)
    psutil.Process(killed).kill()
    until(lambda: number_of(house) not in (None, killed))


@contextmanager
def flushed_every_second(house: House) -> Iterator[None]:
    is_over = threading.Event()

    def flush() -> None:
        with valkey_of(house) as client:
            while not is_over.wait(1):
                client.flushall()

    thread = threading.Thread(target=flush)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def start_again(house: House) -> None:
    """Let every process that rings or listens read its wishes anew."""
    for name in ("beat", "orders", "worker", "web"):
        house.kill(name)
    until(lambda: is_ready(house))


def is_ready(house: House) -> bool:
    try:
        return httpx.get(f"{house.told['url']}/health/ready").is_success
    except httpx.TransportError:
        return False


def test_a_valkey_killed_in_the_middle_changes_nothing(house: House, undisturbed: dict[str, Any]) -> None:
    before = house.told["pids"]
    desk = begun(house, "killed")
    for enough in (1, len(undisturbed["orders"]) - 2):
        until(lambda enough=enough: len(house.orders_of(desk)) >= enough)  # type: ignore[misc]
        kill_valkey(house)
    assert made(house, desk) == undisturbed
    assert house.told["pids"] == before, "a process died with it"


def test_a_valkey_that_forgets_everything_each_second_changes_nothing(
    house: House, undisturbed: dict[str, Any]
) -> None:
    desk = begun(house, "flushed")
    with flushed_every_second(house):
        assert made(house, desk) == undisturbed


@pytest.mark.parametrize(
    "wishes",
    [{"ack_emulation": True, "visibility_timeout": 1}, {"times": 10}],
    ids=("after-a-second", "ten-times"),
)
def test_messages_delivered_again_change_nothing(
    wishes: dict[str, Any], house: House, undisturbed: dict[str, Any]
) -> None:
    wish(house.var, **wishes)
    start_again(house)
    assert made(house, begun(house, [*wishes][-1].replace("_", "-"))) == undisturbed

"""Connections to the database: the web keeps none that nobody uses, a worker keeps its own while they are sound."""

import psutil

from tests.acceptance.desk import Desk
from tests.acceptance.house import House
from tests.acceptance.patience import until

REQUESTS, AT_ONCE = 40, 3
END_OTHERS = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def kept_by(process: psutil.Process, house: House) -> set[int]:
    """The process's own ports of the connections to the database that it has now."""
    [(port,)] = house.rows("SELECT inet_server_port()")
    open_ = process.net_connections("tcp4")
    return {
        connection.laddr.port for connection in open_ if connection.raddr and connection.raddr.port == port
    }


def wait_for_sweeps(house: House, *, count: int) -> None:
    for _ in range(count):
        last = house.rows("SELECT at FROM rendering_sweep")
        until(lambda last=last: house.rows("SELECT at FROM rendering_sweep") != last)  # type: ignore[misc]


def test_a_request_leaves_no_connection_behind(house: House, desk: Desk) -> None:
    web = house.process("web")
    most = 0
    for _ in range(REQUESTS):
        desk.read("credits")
        most = max(most, len(kept_by(web, house)))
    assert most <= AT_ONCE


def test_a_worker_keeps_its_connections_from_task_to_task(house: House) -> None:
    wait_for_sweeps(house, count=1)
    kept = kept_by(house.process("orders"), house)
    wait_for_sweeps(house, count=3)
    assert kept & kept_by(house.process("orders"), house)


def test_a_worker_whose_connections_broke_opens_new_ones(house: House) -> None:
    wait_for_sweeps(house, count=1)
    before = kept_by(house.process("orders"), house)
    house.rows(END_OTHERS)
    wait_for_sweeps(house, count=3)
    assert kept_by(house.process("orders"), house) - before

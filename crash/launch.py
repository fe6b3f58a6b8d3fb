"""`python -m crash.launch ROLE FOLDER MODULE WORDS…`: `python -m MODULE WORDS…` with the probes in place.

The program runs in a fork, in which everything is imported already; when it is killed, the next fork takes its place
at once. Before the first fork there is no thread and no connection.
"""

import gc
import importlib
import os
import runpy
import signal
import sys
from pathlib import Path

from crash import hurry
from crash.probes import Probes
from crash.trigger import Trigger

WARM = {
    "web": ("pod_service.urls", "uvicorn.main", "uvicorn.protocols.http.h11_impl", "uvicorn.loops.asyncio"),
    "worker": (
        "rendering.tasks",
        "billing.tasks",
        "celery.bin.celery",
        "celery.apps.worker",
        "kombu.transport.redis",
    ),
    "beat": (
        "rendering.tasks",
        "billing.tasks",
        "celery.bin.celery",
        "celery.apps.beat",
        "kombu.transport.redis",
    ),
}


def main(role: str, folder: Path, module: str, words: list[str]) -> int:
    """The exit code of the first life that was not killed."""
    _set_up(role, folder)
    sys.argv = [module, *words]
    gc.freeze()
    while (ended := _live(module)) == -signal.SIGKILL:
        pass
    return ended


def _set_up(role: str, folder: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pod_service.settings")
    import django

    django.setup()
    for module in WARM[role]:
        importlib.import_module(module)
    hurry.service()
    probes = Probes(Trigger(folder, role))
    probes.watch_database()
    probes.watch_calls()
    if role == "beat":
        probes.watch_rings()


def _live(module: str) -> int:
    """Run the program in a fork; its exit code, negative for a signal."""
    life = os.fork()
    if life == 0:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        sys.exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(life, 0)[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), sys.argv[3], sys.argv[4:]))

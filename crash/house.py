"""The service's processes with probes in them, in a folder that goes away; one that dies is started again."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from crash.plan import Plan
from crash.processes import Processes, TookTooLong
from pod_service.embedded import environment, servers
from pod_service.embedded.environment import Role
from pod_service.embedded.paths import subfolder

__all__ = ["House", "TookTooLong", "opened"]

STEADY = {
    "latency_seconds": 0.1, "failure_rate": 0.0, "starts": 1000, "window_seconds": 10.0, "media": "plain",
}  # fmt: skip


class House(Processes):
    """`points` is the folder where plans are read and points are noted; what is killed there, its launcher starts
    again."""

    def __init__(self, var: Path, addresses: Mapping[str, str], *, has_callbacks: bool) -> None:
        super().__init__(var, addresses, has_callbacks=has_callbacks)
        self.points = subfolder(var, "points")

    def arm(self, run: int, plan: Plan) -> None:
        """From now on points are noted for this run, and its kills are waited for."""
        self.tell_sandbox("settings", **STEADY | plan.sandbox)
        self.tell_sandbox("faults", seed=plan.seed, rules=plan.faults)
        draft = self.points / "plan.draft"
        draft.write_text(plan.told(run))
        draft.replace(self.points / "plan.json")

    def disarm(self) -> None:
        (self.points / "plan.json").unlink(missing_ok=True)
        self.tell_sandbox("faults")

    def fired(self, run: int) -> list[str]:
        """The points at which something was killed in this run."""
        return [file.read_text() for file in sorted(self.points.glob(f"fired-{run}-*"))]

    def seen(self, run: int) -> list[str]:
        """The points that were reached in this run, each once, in order."""
        lines = (line.partition("\t") for line in (self.points / "seen.txt").read_text().splitlines())
        return list(dict.fromkeys(point for number, _, point in lines if number == str(run)))

    def _command(self, role: Role) -> tuple[str, ...]:
        command = super()._command(role)
        if role == "sandbox":
            return command  # the sandbox is nobody's to kill
        at = command.index("-m")
        return (*command[:at], "-m", "crash.launch", role, str(self.points), *command[at + 1 :])


@contextmanager
def opened(*, has_callbacks: bool = True) -> Iterator[House]:
    """A house with everything running while the block does; Django is set up in this process, as for a command."""
    var = Path(tempfile.mkdtemp(prefix="pod-crash-")).resolve()
    for name in [name for name in os.environ if name.startswith("POD_")]:
        del os.environ[name]
    addresses = {
        "POD_DATABASE_URL": servers.attach(var, "postgres", durable=False), "POD_EMBEDDED": "true",
        "POD_REDIS_URL": servers.attach(var, "valkey"), "PYTHONUNBUFFERED": "1",
    }  # fmt: skip
    house = House(var, addresses, has_callbacks=has_callbacks)
    try:
        _set_up(var, addresses)
        house.open()
        yield house
    finally:
        house.close()
        servers.release(var)
        shutil.rmtree(var, ignore_errors=True)


def _set_up(var: Path, addresses: Mapping[str, str]) -> None:
    os.environ |= environment.for_role("command", var=var, caller=os.environ, told=addresses)
    os.environ["DJANGO_SETTINGS_MODULE"] = "pod_service.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_prices", stdout=StringIO())

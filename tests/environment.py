"""The settings under which every test runs; written to the environment before Django reads it."""

import os
import tempfile
from pathlib import Path

from pod_service.embedded import secrets, servers
from pod_service.embedded.ports import any_free_port
from tests.canary import marks

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")


def prepare() -> None:
    """One pair of servers for the session; each xdist worker has a sandbox address and a Redis database."""
    if not WORKER:
        _start_session()
    number = int(WORKER.removeprefix("gw") or 0) if WORKER else 0
    sandbox = f"http://127.0.0.1:{any_free_port()}"
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "pod_service.settings",
        "POD_REDIS_URL": f"{os.environ['POD_REDIS_URL'].rpartition('/')[0]}/{number}",
        "POD_KIE_BASE_URL": sandbox,
        "POD_KIE_UPLOAD_URL": sandbox,
        "POD_MEDIA_URL": str(Path(os.environ["POD_VAR"]) / f"media-{number}"),
    }


def finish() -> None:
    """Stop what `prepare` started; the workers' session ends with the one that began it."""
    if not WORKER:
        servers.release(Path(os.environ["POD_VAR"]))


def _start_session() -> None:
    """The caller's own settings are dropped: a test never meets a real database, key or provider."""
    for name in [name for name in os.environ if name.startswith("POD_")]:
        del os.environ[name]
    var = Path(tempfile.mkdtemp(prefix="pod-tests-")).resolve()
    os.environ |= placeholders() | {
        "POD_VAR": str(var),
        "POD_DATABASE_URL": servers.attach(var, "postgres", durable=False, temporary=True),
        "POD_REDIS_URL": servers.attach(var, "valkey"),
    }


def placeholders() -> dict[str, str]:
    """Everything settings need besides addresses; both powers are present, which only DEBUG allows."""
    made = {name: value for name, value in secrets.make().items() if name.startswith("POD_")}
    return made | {"POD_DEBUG": "true", marks.SHARED: marks.first_key()}

import os
import subprocess
from pathlib import Path

import pytest

from pod_service.embedded import environment, programs
from pod_service.embedded.environment import Role
from pod_service.embedded.paths import PROJECT

TOLD = ("POD_DATABASE_URL", "POD_REDIS_URL", "POD_KIE_BASE_URL", "POD_KIE_UPLOAD_URL")


def checked(role: Role, var: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Django's checks as this process of the stack would meet them when it starts."""
    caller = {"PATH": os.environ["PATH"]}
    told = {name: os.environ[name] for name in TOLD} | {"POD_EMBEDDED": "true"}
    given = environment.for_role(role, var=var, caller=caller, told=told) | more
    return subprocess.run(
        programs.command("check", "--fail-level", "WARNING"),
        cwd=PROJECT,
        env=given,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("role", ["web", "orders", "worker", "beat", "command"])
def test_every_process_of_the_stack_passes(role: Role, tmp_path: Path) -> None:
    assert checked(role, tmp_path).stderr == ""


def test_a_process_that_could_sign_and_order_is_refused(tmp_path: Path) -> None:
    done = checked("web", tmp_path, POD_KIE_API_KEY="both")
    assert done.returncode != 0
    assert "pod.E001" in done.stderr


def test_a_process_that_could_sign_and_open_own_keys_is_refused(tmp_path: Path) -> None:
    done = checked("web", tmp_path, POD_CREDENTIALS_PRIVATE_KEY="both")
    assert done.returncode != 0
    assert "pod.E004" in done.stderr

from pathlib import Path

import pytest

from pod_service.embedded import environment, secrets
from pod_service.embedded.environment import Role

SIGNING, PROVIDER = "POD_APPROVAL_SIGNING_KEY", "POD_KIE_API_KEY"
ROLES: list[Role] = ["web", "orders", "worker", "beat", "command", "sandbox"]


def held(role: Role, var: Path, caller: dict[str, str] | None = None) -> set[str]:
    """The names of the secrets, or of files with them, that a process of this role is given."""
    given = environment.for_role(role, var=var, caller=caller or {})
    return {name for name in given if name.removesuffix("_FILE") in environment.SECRETS}


def test_the_web_signs_and_can_not_order(tmp_path: Path) -> None:
    assert SIGNING in held("web", tmp_path)
    assert not held("web", tmp_path) & {PROVIDER, "POD_CREDENTIALS_PRIVATE_KEY"}


def test_the_worker_orders_and_can_not_sign(tmp_path: Path) -> None:
    assert held("orders", tmp_path) == held("worker", tmp_path)
    assert PROVIDER in held("worker", tmp_path)
    assert not held("worker", tmp_path) & {SIGNING, "POD_LICENSE_PEPPER"}


def test_the_web_seals_own_keys_and_the_worker_alone_opens_them(tmp_path: Path) -> None:
    halves = {"POD_CREDENTIALS_PUBLIC_KEY", "POD_CREDENTIALS_PRIVATE_KEY"}
    assert {role: held(role, tmp_path) & halves for role in ROLES if held(role, tmp_path) & halves} == {
        "web": {"POD_CREDENTIALS_PUBLIC_KEY"},
        "orders": {"POD_CREDENTIALS_PRIVATE_KEY"},
        "worker": {"POD_CREDENTIALS_PRIVATE_KEY"},
    }


def test_beat_neither_signs_nor_orders(tmp_path: Path) -> None:
    assert held("beat", tmp_path) == {"POD_SECRET_KEY"}


def test_commands_issue_licenses_and_neither_sign_nor_order(tmp_path: Path) -> None:
    assert held("command", tmp_path) == {"POD_SECRET_KEY", "POD_LICENSE_PEPPER", "POD_APPROVAL_VERIFY_KEYS"}


@pytest.mark.parametrize("role", ROLES)
def test_no_process_inherits_the_secrets_of_its_parent(role: Role, tmp_path: Path) -> None:
    everything = dict(secrets.make()) | {f"{SIGNING}_FILE": "/a", f"{PROVIDER}_FILE": "/b"}
    given = held(role, tmp_path, everything)
    assert not {SIGNING, PROVIDER} <= {name.removesuffix("_FILE") for name in given}
    assert {name.removesuffix("_FILE") for name in given} <= environment.HELD[role]


def test_the_sandbox_is_told_its_two_keys_and_nothing_else_of_ours(tmp_path: Path) -> None:
    caller = {"PATH": "/bin", "POD_SECRET_KEY": "s", "POD_DATABASE_URL": "postgresql://x"}
    made = secrets.read_or_make(tmp_path)
    assert environment.for_role("sandbox", var=tmp_path, caller=caller) == {
        "PATH": "/bin",
        "SANDBOX_KEY": made["POD_KIE_API_KEY"],
        "SANDBOX_WEBHOOK_KEY": made["POD_KIE_WEBHOOK_KEY"],
    }


def test_the_sandbox_knows_a_key_that_the_worker_reads_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("mine\n")
    given = environment.for_role("sandbox", var=tmp_path, caller={f"{PROVIDER}_FILE": str(file)})
    assert given["SANDBOX_KEY"] == "mine"


def test_the_callers_own_key_beats_the_embedded_one(tmp_path: Path) -> None:
    given = environment.for_role("worker", var=tmp_path, caller={PROVIDER: "mine"})
    assert given[PROVIDER] == "mine"


def test_a_key_in_a_file_stays_in_its_file(tmp_path: Path) -> None:
    given = environment.for_role("web", var=tmp_path, caller={f"{SIGNING}_FILE": "/run/keys/signing"})
    assert given[f"{SIGNING}_FILE"] == "/run/keys/signing"
    assert SIGNING not in given

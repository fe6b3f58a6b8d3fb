"""Which process is told what: no process can both approve an order and send it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pod_service.embedded import secrets

Role = Literal["web", "orders", "worker", "beat", "command", "sandbox"]

_WORKERS = frozenset(
    {"POD_SECRET_KEY", "POD_APPROVAL_VERIFY_KEYS", "POD_CREDENTIALS_PRIVATE_KEY", "POD_KIE_API_KEY"}
)

HELD: dict[Role, frozenset[str]] = {
    "web": frozenset(
        {
            "POD_SECRET_KEY",
            "POD_LICENSE_PEPPER",
            "POD_APPROVAL_SIGNING_KEY",
            "POD_APPROVAL_VERIFY_KEYS",
            "POD_CREDENTIALS_PUBLIC_KEY",
            "POD_KIE_WEBHOOK_KEY",
        }
    ),
    "orders": _WORKERS,
    "worker": _WORKERS,
    "beat": frozenset({"POD_SECRET_KEY"}),
    "command": frozenset({"POD_SECRET_KEY", "POD_LICENSE_PEPPER", "POD_APPROVAL_VERIFY_KEYS"}),
    "sandbox": frozenset(),
}
SANDBOX_SECRETS = {"SANDBOX_KEY": "POD_KIE_API_KEY", "SANDBOX_WEBHOOK_KEY": "POD_KIE_WEBHOOK_KEY"}
SECRETS = frozenset().union(*HELD.values())


def for_role(
    role: Role, *, var: Path, caller: Mapping[str, str], told: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The whole environment of a process.

    The caller's variables without its secrets, then what the stack tells (addresses), then the role's own
    secrets: the caller's where it set them (as NAME or NAME_FILE), else the embedded ones.
    """
    made = secrets.read_or_make(var)
    plain = {name: value for name, value in caller.items() if name.removesuffix("_FILE") not in SECRETS}
    result = plain | {"POD_VAR": str(var)} | dict(told or {})
    if role == "sandbox":
        keys = {name: _said(caller, ours) or made[ours] for name, ours in SANDBOX_SECRETS.items()}
        return {name: value for name, value in result.items() if not name.startswith("POD_")} | keys
    for name in HELD[role]:
        if caller.get(f"{name}_FILE"):
            result[f"{name}_FILE"] = caller[f"{name}_FILE"]
        else:
            result[name] = caller.get(name) or made[name]
    return result


def _said(caller: Mapping[str, str], name: str) -> str:
    """The secret itself: the sandbox reads no files."""
    file = caller.get(f"{name}_FILE")
    return Path(file).read_text().strip() if file and Path(file).is_file() else caller.get(name, "")

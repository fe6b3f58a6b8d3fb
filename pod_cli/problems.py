"""What can go wrong, in the service's own shape (RFC 9457), so that printing and ``--json`` have one path."""

from __future__ import annotations

from typing import Any

from pod_cli.exit_codes import ExitCode, for_status


class Problem(Exception):
    """Something the person should read; ``document`` is what ``--json`` prints."""

    def __init__(self, document: dict[str, Any], exit_code: ExitCode) -> None:
        super().__init__(document["detail"])
        self.document = document
        self.exit_code = exit_code

    @property
    def code(self) -> str:
        return str(self.document["code"])

    @property
    def status(self) -> int | None:
        """The HTTP status, or nothing when the problem was found on this computer."""
        status = self.document.get("status")
        return status if isinstance(status, int) else None


class Unreachable(Problem):
    """No answer came from the service; what was asked may or may not have arrived."""


def answered(document: dict[str, Any], status: int) -> Problem:
    """The service's own problem; an answer that is none (a proxy's page) is put into words."""
    detail = document.get("detail") or f"The service gave an unexpected answer ({status}). Please try again."
    whole = {"code": "unexpected_answer", "status": status, **document, "detail": str(detail)}
    return Problem(whole, for_status(status))


def local(code: str, detail: str, exit_code: ExitCode = ExitCode.ERROR, **extras: Any) -> Problem:
    """A problem found before or without the service."""
    return Problem({"code": code, "detail": detail, **extras}, exit_code)

"""How ``pod`` ends, as numbers that scripts can rely on."""

from __future__ import annotations

from enum import IntEnum
from http import HTTPStatus


class ExitCode(IntEnum):
    OK = 0
    ERROR = 1
    USAGE = 2
    CANCELLED = 3  # the film is saved and waits for a person: a gate, a stop, a reached budget
    AUTH = 4
    REFUSED = 5
    UNAVAILABLE = 6
    INTERRUPTED = 130


_BY_STATUS: dict[int, ExitCode] = {
    HTTPStatus.BAD_REQUEST: ExitCode.USAGE,
    HTTPStatus.UNAUTHORIZED: ExitCode.AUTH,
    HTTPStatus.PAYMENT_REQUIRED: ExitCode.REFUSED,
    HTTPStatus.FORBIDDEN: ExitCode.REFUSED,
    HTTPStatus.CONFLICT: ExitCode.REFUSED,
    HTTPStatus.UNPROCESSABLE_ENTITY: ExitCode.REFUSED,
    HTTPStatus.TOO_MANY_REQUESTS: ExitCode.UNAVAILABLE,
    HTTPStatus.BAD_GATEWAY: ExitCode.UNAVAILABLE,
    HTTPStatus.SERVICE_UNAVAILABLE: ExitCode.UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT: ExitCode.UNAVAILABLE,
}


def for_status(status: int) -> ExitCode:
    """The exit code for an HTTP status of the service that is not a success."""
    return _BY_STATUS.get(status, ExitCode.ERROR)

"""The one exception handler at the edge: every error leaves as application/problem+json."""

from http import HTTPStatus
from typing import Any, cast

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from core import errors
from core.errors import MEDIA_TYPE

log = structlog.get_logger(__name__)


def exception_handler(error: Exception, context: dict[str, Any]) -> Response:
    """Turn any exception of a view into a problem document; what is not foreseen is logged and told plainly."""
    problem = _as_problem(error)
    set_rollback()
    headers = {"WWW-Authenticate": "Bearer"} if problem.status == HTTPStatus.UNAUTHORIZED else {}
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE or problem.code == "idempotency_in_progress":
        headers["Retry-After"] = "2"
    log.info("request.refused", code=problem.code, view=type(context.get("view")).__name__)
    return Response(problem.document(), status=problem.status, headers=headers, content_type=MEDIA_TYPE)


def _as_problem(error: Exception) -> errors.Problem:
    match error:
        case errors.Problem():
            return error
        case exceptions.ValidationError():
            return errors.InvalidInput(
                "Some of what was sent can not be used. See the fields for what to change.",
                fields=_sentences(error.detail),
            )
        case exceptions.NotAuthenticated() | exceptions.AuthenticationFailed():
            return errors.NotSignedIn("Enter your license key first: pod login.")
        case exceptions.PermissionDenied() | PermissionDenied():
            return errors.Forbidden("This license key may not do that. Ask a studio admin.")
        case Http404() | exceptions.NotFound():
            return errors.NotFound("There is nothing by that name in this studio.")
        case exceptions.APIException():
            return _unusable(error)
        case RequestDataTooBig():
            return errors.TooLarge()
        case OperationalError() | InterfaceError():
            log.error("database.unreachable")
            return errors.RecordsAway()
    log.error("request.failed", exc_info=error)
    return errors.Unexpected()


def _unusable(error: exceptions.APIException) -> errors.Problem:
    problem = errors.InvalidInput(str(cast(Any, error.detail)))
    problem.status = HTTPStatus(error.status_code)  # type: ignore[misc]  # the framework's own status, e.g. 405 or 415
    return problem


def _sentences(detail: Any) -> dict[str, list[str]]:
    if isinstance(detail, dict):
        return {str(name): [str(text) for text in _flat(value)] for name, value in detail.items()}
    return {"request": [str(text) for text in _flat(detail)]}


def _flat(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [inner for part in value.values() for inner in _flat(part)]
    if isinstance(value, list):
        return [inner for part in value for inner in _flat(part)]
    return [value]

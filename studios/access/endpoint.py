"""The base of every API view: who asks, what role it takes, and each POST done once."""

import hashlib
import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from io import BytesIO
from typing import Any, ClassVar

from rest_framework.parsers import JSONParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.errors import Forbidden, Problem, TooLarge
from studios.access.bearer import LicenseKeyAuthentication
from studios.access.caller import Caller
from studios.services import idempotency

KEY_LENGTH = 100
MOST_BYTES = 256 * 1024


class IdempotencyKeyMissing(Problem):
    """A POST came without its key."""

    code = "idempotency_key_missing"
    title = "Idempotency-Key is missing"


class HasRole(BasePermission):
    """Reading takes the view's `role_to_get`, doing its `role_to_post`."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        caller = request.user
        if not isinstance(caller, Caller):
            return False
        wanted = "role_to_get" if request.method in ("GET", "HEAD", "OPTIONS") else "role_to_post"
        return caller.may(getattr(view, wanted, "admin"))


class LimitedJSON(JSONParser):
    """JSON of a bounded size, however the client announces its length."""

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        body = stream.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            raise TooLarge(f"The request is larger than {MOST_BYTES // 1024} KiB. Nothing was done.")
        return super().parse(BytesIO(body), media_type, parser_context)


class Endpoint(APIView):
    """A view of the studio API."""

    parser_classes = [LimitedJSON]

    authentication_classes = [LicenseKeyAuthentication]
    permission_classes = [HasRole]
    role_to_get: ClassVar[str] = "viewer"
    role_to_post: ClassVar[str] = "producer"

    def caller(self) -> Caller:
        """Who asks. Permission has been checked before any handler runs."""
        caller = self.request.user
        assert isinstance(caller, Caller)
        return caller

    def once(self, work: Callable[[], Any], *, status: HTTPStatus = HTTPStatus.OK) -> Response:
        """Answer with what `work` returns, doing it once for the request's Idempotency-Key."""
        caller, request = self.caller(), self.request
        key = request.headers.get("Idempotency-Key", "").strip()
        if not key or len(key) > KEY_LENGTH:
            raise IdempotencyKeyMissing(
                f"Send an Idempotency-Key header of 1 to {KEY_LENGTH} characters with every POST."
            )
        if caller.state != "active":
            raise StudioFrozen(
                "This studio is frozen, so nothing new can be started. Your studio contact can lift it."
            )
        answer = idempotency.once(
            caller.studio_id, key=key, request_digest=_digest(request), work=lambda: (int(status), work())
        )
        headers = {"Idempotent-Replayed": "true"} if answer.is_replayed else {}
        return Response(answer.body, status=answer.status, headers=headers)


class StudioFrozen(Forbidden):
    code = "studio_frozen"
    title = "This studio is frozen"


def _digest(request: Request) -> str:
    body = json.dumps(request.data, sort_keys=True, default=str)
    return hashlib.sha256(f"{request.method} {request.path}\n{body}".encode()).hexdigest()

"""A studio's own kie.ai key: taken in once, sealed at once, never shown again."""

import re
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.amounts import text
from rendering import selectors, tasks
from rendering.doorbell import ring
from rendering.selectors import OwnKey
from rendering.services import credentials
from studios.access.endpoint import Endpoint

PRINTABLE = re.compile(r"[\x21-\x7e]+")


class OwnKeyOut(serializers.Serializer[object]):
    """How a studio's own key stands. `is_fresh` says that kie.ai was asked within half a minute."""

    state = serializers.ChoiceField(["missing", "unchecked", "good", "refused"])
    balance = serializers.SerializerMethodField()
    balance_at = serializers.DateTimeField(allow_null=True)
    is_fresh = serializers.BooleanField()

    def get_balance(self, own: OwnKey) -> str | None:
        return text(own.balance)


def require_plain(key: str) -> None:
    """Refuse what no request could carry, without repeating it."""
    if not PRINTABLE.fullmatch(key):
        raise serializers.ValidationError(
            "A kie.ai key has letters, digits and signs, and no blanks. Copy it again."
        )
    if key.startswith("pod_"):
        raise serializers.ValidationError(
            "This is a license key of pod, which kie.ai must never see. Copy your kie.ai key."
        )


class OwnKeys(Endpoint):
    """Give the studio's own kie.ai key, or another in its place. Costs nothing; the key is never told again."""

    role_to_post = "admin"

    class Input(serializers.Serializer[object]):
        key = serializers.CharField(
            min_length=8, max_length=200, trim_whitespace=False, write_only=True, validators=[require_plain]
        )

    @extend_schema(request=Input, responses=OwnKeyOut, operation_id="own_key_replace")
    def post(self, request: Request) -> Response:
        caller, asked = self.caller(), self.Input(data=request.data)
        asked.is_valid(raise_exception=True)

        def work() -> dict[str, Any]:
            credential = credentials.replace(caller.studio_id, asked.validated_data["key"], by=caller.license)
            ring(tasks.read_balance, credential.pk)
            return dict(OwnKeyOut(selectors.own_key(caller.studio_id)).data)

        return self.once(work)

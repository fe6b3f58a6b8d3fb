"""The ceiling an own-key studio sets itself: its money lies at kie.ai, and nobody else decides about it."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from billing.services import caps
from core.amounts import text
from core.errors import Forbidden
from studios.access.endpoint import Endpoint
from studios.access.fields import AmountField


class NotYourCeiling(Forbidden):
    """A managed studio's allowance is part of what it bought."""

    code = "not_your_ceiling"
    title = "The allowance is not the studio's to set"


class Ceiling(Endpoint):
    """Set or take away what the studio may spend in a month. Of a managed studio, its contact decides."""

    role_to_post = "admin"

    class Input(serializers.Serializer[object]):
        ceiling = AmountField(allow_null=True)

    class Output(serializers.Serializer[object]):
        ceiling = serializers.CharField(allow_null=True)

    @extend_schema(request=Input, responses=Output, operation_id="credits_ceiling")
    def post(self, request: Request) -> Response:
        caller, asked = self.caller(), self.Input(data=request.data)
        asked.is_valid(raise_exception=True)
        if caller.plan != "own_key":
            raise NotYourCeiling(
                "Your studio contact sets this studio's allowance; ask there. Nothing was changed or spent."
            )
        ceiling = asked.validated_data["ceiling"]

        def work() -> dict[str, Any]:
            caps.set_allowance(caller.studio_id, ceiling, timezone=caller.timezone, by=caller.license)
            return {"ceiling": text(ceiling)}

        return self.once(work)

"""Top-ups: ask for more this month, and see what became of it."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from billing import selectors
from billing.models import TopUp
from billing.services import topups
from core.amounts import text
from studios.access.endpoint import Endpoint
from studios.access.fields import AmountField, positive
from studios.access.pages import NewestFirst


class TopUpOut(serializers.Serializer[object]):
    """An addition to a month's allowance."""

    id = serializers.CharField(source="public_id")
    amount = serializers.SerializerMethodField()
    reason = serializers.CharField()
    state = serializers.ChoiceField(TopUp.Status.choices, source="status")
    requested_by = serializers.CharField()
    requested_at = serializers.DateTimeField()
    decided_by = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)
    answer = serializers.CharField()
    expires_at = serializers.DateTimeField(allow_null=True)

    def get_amount(self, top_up: TopUp) -> str:
        return text(top_up.amount) or ""


class TopUps(Endpoint):
    """What is within the studio's own limit counts at once; anything beyond waits for the operator. Costs nothing."""

    role_to_post = "admin"

    class Input(serializers.Serializer[object]):
        amount = AmountField(validators=[positive])
        reason = serializers.CharField(max_length=topups.REASON_LENGTH)
        expires_at = serializers.DateTimeField(required=False, allow_null=True, default=None)

    class Page(serializers.Serializer[object]):
        next = serializers.CharField(allow_null=True)
        previous = serializers.CharField(allow_null=True)
        results = TopUpOut(many=True)

    @extend_schema(responses=Page, operation_id="top_ups")
    def get(self, request: Request) -> Response:
        pages = NewestFirst()
        page = pages.paginate_queryset(selectors.top_ups(self.caller().studio_id), request)
        return pages.get_paginated_response(TopUpOut(page, many=True).data)

    @extend_schema(request=Input, responses={201: TopUpOut}, operation_id="top_up")
    def post(self, request: Request) -> Response:
        caller, asked = self.caller(), self.Input(data=request.data)
        asked.is_valid(raise_exception=True)

        def work() -> dict[str, Any]:
            top_up = topups.ask(
                caller.studio_id, **asked.validated_data, timezone=caller.timezone, by=caller.license
            )
            top_up.refresh_from_db()
            return dict(TopUpOut(top_up).data)

        return self.once(work, status=HTTPStatus.CREATED)

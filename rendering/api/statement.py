"""The month's statement, as JSON and as a spreadsheet."""

import re
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from billing import port as billing
from core.amounts import Credits, text
from rendering import statements
from rendering.api import statement_csv
from rendering.outcomes import Outcome
from studios.access.endpoint import Endpoint

MONTH = re.compile(r"(?!0000)([0-9]{4})-(0[1-9]|1[0-2])")
MONTH_SAID = "Write the month as year and month, such as 2026-11."
FORMAT_SAID = "A statement comes as json or csv."


class MonthField(serializers.CharField):
    """A month as text ("2026-11"), read as its first day."""

    def to_internal_value(self, data: Any) -> date:  # type: ignore[override]  # a month, not text
        written = MONTH.fullmatch(str(data))
        if written is None:
            raise serializers.ValidationError(MONTH_SAID)
        return date(int(written[1]), int(written[2]), 1)

    def to_representation(self, value: date) -> str:  # type: ignore[override]  # as above
        return value.isoformat()[:7]


class AmountOut(serializers.CharField):
    """Credits as text with two places."""

    def to_representation(self, value: Credits) -> str:  # type: ignore[override]  # credits, not text
        return text(value) or ""


class StatementLineOut(serializers.Serializer[object]):
    """One approved line, and what it came to."""

    id = serializers.CharField(source="line.id")
    film = serializers.CharField()
    film_id = serializers.CharField(allow_null=True)
    name = serializers.CharField(source="line.label")
    tier = serializers.CharField(source="line.kind")
    engine = serializers.CharField()
    license = serializers.CharField(source="line.license")
    outcome = serializers.ChoiceField(list(Outcome))
    billed = AmountOut(source="line.billed")
    spent = AmountOut(source="line.spent")
    held = AmountOut(source="line.held")
    placed_at = serializers.DateTimeField(source="line.placed_at")
    resolved_at = serializers.DateTimeField(source="line.resolved_at", allow_null=True)


class StatementTotalOut(serializers.Serializer[object]):
    """What the lines of one name come to; films have an id beside it."""

    name = serializers.CharField()
    id = serializers.CharField(allow_null=True)
    lines = serializers.IntegerField()
    billed = AmountOut()
    spent = AmountOut()
    held = AmountOut()


class StatementTopUpOut(serializers.Serializer[object]):
    """A raise of the month's ceiling."""

    id = serializers.CharField()
    amount = AmountOut()
    reason = serializers.CharField()
    has_ended = serializers.BooleanField()
    granted_by = serializers.CharField()
    granted_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)


class StatementOfMonth(Endpoint):
    """Where a month's credits went, line by line, failed and abandoned ones too. Costs nothing to ask."""

    role_to_get = "admin"
    renderer_classes = [JSONRenderer, statement_csv.CSVRenderer]
    content_negotiation_class = statement_csv.QueryBeforeHeader

    class Input(serializers.Serializer[object]):
        month = MonthField(required=False, error_messages={"blank": MONTH_SAID})
        format = serializers.ChoiceField(
            statement_csv.FORMATS, required=False, error_messages={"invalid_choice": FORMAT_SAID}
        )

    class Output(serializers.Serializer[object]):
        month = MonthField(source="figures.month")
        ceiling = AmountOut(source="figures.ceiling", allow_null=True)
        spent = AmountOut(source="figures.spent")
        held = AmountOut(source="figures.held")
        left = AmountOut(source="figures.left", allow_null=True)
        top_ups = StatementTopUpOut(many=True)
        by_film = StatementTotalOut(many=True)
        by_tier = StatementTotalOut(many=True)
        by_engine = StatementTotalOut(many=True)
        by_license = StatementTotalOut(many=True)
        lines = StatementLineOut(many=True, source="rows")

    @extend_schema(
        parameters=[
            OpenApiParameter("month", str, description="The studio's month; this one when none is named."),
            OpenApiParameter(
                "format", str, enum=statement_csv.FORMATS, description="Beats the Accept header."
            ),
        ],
        responses={(200, "application/json"): Output, (200, "text/csv"): OpenApiTypes.STR},
        operation_id="statement",
    )
    def get(self, request: Request) -> Response:
        asked = self.Input(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        caller = self.caller()
        month = asked.validated_data.get("month") or billing.month_of(caller.timezone)
        statement = statements.statement_of(caller.studio_id, month)
        if request.accepted_renderer.format != "csv":
            return Response(self.Output(statement).data)
        name = f"statement-{caller.slug}-{month.isoformat()[:7]}.csv"
        return Response(
            statement_csv.sheet(statement, ZoneInfo(caller.timezone)),
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

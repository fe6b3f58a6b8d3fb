"""What is spent, held and left this month."""

from datetime import timedelta

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from billing import selectors
from billing.services import caps
from core.amounts import text
from studios.access.endpoint import Endpoint


class CreditsOfMonth(Endpoint):
    """The studio's monthly allowance. Costs nothing to ask."""

    class Output(serializers.Serializer[object]):
        plan = serializers.ChoiceField(["managed", "own_key"])
        month = serializers.CharField()
        ceiling = serializers.CharField(allow_null=True)
        spent = serializers.CharField()
        held = serializers.CharField()
        left = serializers.CharField(allow_null=True)
        resets_on = serializers.DateField()
        warning = serializers.IntegerField(allow_null=True)

    @extend_schema(responses=Output, operation_id="credits")
    def get(self, request: Request) -> Response:
        caller = self.caller()
        figures = selectors.month_figures(caller.studio_id, caps.month_of(caller.timezone))
        return Response(
            {
                "plan": caller.plan,
                "month": figures.month.strftime("%Y-%m"),
                "ceiling": text(figures.ceiling),
                "spent": text(figures.spent),
                "held": text(figures.held),
                "left": text(figures.left),
                "resets_on": (figures.month + timedelta(days=31)).replace(day=1).isoformat(),
                "warning": figures.warning,
            }
        )

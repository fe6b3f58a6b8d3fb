"""What is spent, held and left: this month, of the license's share, and behind a studio's own key."""

from datetime import timedelta
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from billing import port as billing
from billing.port import MonthFigures, Payer
from core.amounts import text
from rendering import selectors, tasks
from rendering.api.own_key import OwnKeyOut
from rendering.doorbell import ring
from rendering.selectors import OwnKey
from rendering.services import credentials
from studios.access.endpoint import Endpoint


class WarningOut(serializers.Serializer[object]):
    percent = serializers.IntegerField()
    at = serializers.DateTimeField()


class ShareOut(serializers.Serializer[object]):
    """What this license may spend of the month by itself."""

    ceiling = serializers.CharField(allow_null=True)
    spent = serializers.CharField()
    held = serializers.CharField()
    left = serializers.CharField(allow_null=True)


class CreditsOfMonth(Endpoint):
    """The studio's month, and the balance behind its own key. Costs nothing to ask."""

    class Output(serializers.Serializer[object]):
        plan = serializers.ChoiceField(["managed", "own_key"])
        month = serializers.CharField()
        ceiling = serializers.CharField(allow_null=True)
        spent = serializers.CharField()
        held = serializers.CharField()
        left = serializers.CharField(allow_null=True)
        resets_on = serializers.DateField()
        warning = serializers.IntegerField(allow_null=True)
        warnings = WarningOut(many=True)
        license = ShareOut(allow_null=True)
        own_key = OwnKeyOut(allow_null=True)

    @extend_schema(responses=Output, operation_id="credits")
    def get(self, request: Request) -> Response:
        caller = self.caller()
        payer = Payer(studio_id=caller.studio_id, timezone=caller.timezone, license=caller.license)
        figures, share = billing.month_figures(payer), billing.license_figures(payer)
        own = selectors.own_key(caller.studio_id) if caller.plan == credentials.OWN_KEY else None
        return Response(
            {
                "plan": caller.plan,
                "month": figures.month.strftime("%Y-%m"),
                **_told(figures),
                "resets_on": (figures.month + timedelta(days=31)).replace(day=1).isoformat(),
                "warning": figures.warning,
                "warnings": WarningOut(billing.warnings_of(payer), many=True).data,
                "license": _told(share) if share else None,
                "own_key": _looked_at(own) if own else None,
            }
        )


def _told(figures: MonthFigures) -> dict[str, str | None]:
    return {
        "ceiling": text(figures.ceiling),
        "spent": text(figures.spent),
        "held": text(figures.held),
        "left": text(figures.left),
    }


def _looked_at(own: OwnKey) -> Any:
    """What is known now; where that is not fresh, a worker asks kie.ai while the caller is answered."""
    if own.credential_id is not None and not own.is_fresh:
        ring(tasks.read_balance, own.credential_id)
    return OwnKeyOut(own).data

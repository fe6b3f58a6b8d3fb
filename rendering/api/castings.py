"""Castings on their own, estimates, and the engines there are."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from billing.port import Payer
from rendering import brief, selectors, tasks
from rendering.doorbell import ring
from rendering.engines import catalog
from rendering.models import Casting
from rendering.services import castings, estimates
from studios.access.endpoint import Endpoint


class EstimateRow(serializers.Serializer[object]):
    clips = serializers.CharField()
    stills = serializers.CharField()
    shots = serializers.IntegerField()
    stills_total = serializers.CharField()
    drafts_total = serializers.CharField()
    masters_total = serializers.CharField()
    drafts_only_total = serializers.CharField()
    total = serializers.CharField()


class CastingOut(serializers.Serializer[object]):
    id = serializers.CharField(source="public_id")
    idea = serializers.CharField()
    state = serializers.ChoiceField(Casting.Status.choices, source="status")
    casting = serializers.JSONField(allow_null=True)
    estimate = EstimateRow(allow_null=True)
    ceiling = serializers.CharField()
    spent = serializers.CharField()
    detail = serializers.CharField(allow_null=True)


class Castings(Endpoint):
    """Ask for a casting and a price preview: about one credit, never more than two."""

    class Input(serializers.Serializer[object]):
        idea = serializers.CharField(max_length=brief.LONGEST_IDEA)

    @extend_schema(request=Input, responses={HTTPStatus.ACCEPTED: CastingOut}, operation_id="castings_ask")
    def post(self, request: Request) -> Response:
        asked = self.Input(data=request.data)
        asked.is_valid(raise_exception=True)
        caller = self.caller()
        payer = Payer(studio_id=caller.studio_id, timezone=caller.timezone, license=caller.license)

        def work() -> dict[str, Any]:
            casting = castings.ask(payer, asked.validated_data["idea"], by=caller.license)
            ring(tasks.work_out_casting, casting.pk)
            return dict(CastingOut(casting).data)

        return self.once(work, status=HTTPStatus.ACCEPTED)


class OneCasting(Endpoint):
    """How a casting stands."""

    @extend_schema(responses=CastingOut, operation_id="casting")
    def get(self, request: Request, public_id: str) -> Response:
        return Response(CastingOut(selectors.casting(self.caller().studio_id, public_id)).data)


class Estimates(Endpoint):
    """What a film of some length would cost, for each casting. Free; nothing is kept."""

    class Input(serializers.Serializer[object]):
        runtime = serializers.IntegerField(min_value=brief.SHORTEST_SECONDS, max_value=brief.LONGEST_SECONDS)
        aspect = serializers.ChoiceField(brief.ASPECTS, default="16:9")
        resolution = serializers.ChoiceField(brief.RESOLUTIONS, default="1080p")

    class Output(serializers.Serializer[object]):
        runtime_seconds = serializers.IntegerField()
        aspect = serializers.CharField()
        resolution = serializers.CharField()
        options = EstimateRow(many=True)

    @extend_schema(parameters=[Input], responses=Output, operation_id="estimates")
    def get(self, request: Request) -> Response:
        asked = self.Input(data=request.query_params)
        asked.is_valid(raise_exception=True)
        runtime, aspect, resolution = (
            asked.validated_data[name] for name in ("runtime", "aspect", "resolution")
        )
        rows = estimates.options(runtime_seconds=runtime, aspect=aspect, resolution=resolution)
        return Response(
            {"runtime_seconds": runtime, "aspect": aspect, "resolution": resolution, "options": rows}
        )


class EngineOut(serializers.Serializer[object]):
    name = serializers.CharField()
    kind = serializers.ChoiceField(["clip", "still"])
    aliases = serializers.ListField(child=serializers.CharField())
    resolutions = serializers.ListField(child=serializers.CharField())
    durations = serializers.ListField(child=serializers.IntegerField())
    draft_stand_in = serializers.CharField(allow_null=True)


class Engines(Endpoint):
    """The engines that can be cast, by the names people use."""

    class Output(serializers.Serializer[object]):
        engines = EngineOut(many=True)

    @extend_schema(responses=Output, operation_id="engines")
    def get(self, request: Request) -> Response:
        return Response({"engines": EngineOut(catalog.ENGINES, many=True).data})

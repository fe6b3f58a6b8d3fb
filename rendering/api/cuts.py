"""The cuts of a film, and edits, which make new ones for free."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from rendering import selectors, tasks
from rendering.doorbell import ring
from rendering.editing import timecode
from rendering.models import Cut
from rendering.services import cuts
from studios.access.endpoint import Endpoint


class CutOut(serializers.Serializer[object]):
    number = serializers.IntegerField()
    state = serializers.ChoiceField(Cut.Status.choices, source="status")
    seconds = serializers.SerializerMethodField()
    note = serializers.CharField()
    path = serializers.CharField(source="file.path", allow_null=True, default=None)
    created_at = serializers.DateTimeField()

    def get_seconds(self, cut: Cut) -> str:
        return timecode.seconds_in(cut.frames)


class CutsOfFilm(Endpoint):
    """Every cut; older ones stay."""

    class Output(serializers.Serializer[object]):
        cuts = CutOut(many=True)

    @extend_schema(responses=Output, operation_id="film_cuts")
    def get(self, request: Request, name: str) -> Response:
        film = selectors.film(self.caller().studio_id, name)
        return Response({"cuts": CutOut(film.cuts.select_related("file"), many=True).data})


class Edits(Endpoint):
    """Recut from footage that exists. Free, always."""

    class Input(serializers.Serializer[object]):
        note = serializers.CharField(max_length=2000)

    class Output(serializers.Serializer[object]):
        cut = serializers.IntegerField()
        understood = serializers.ListField(child=serializers.CharField())

    @extend_schema(request=Input, responses={HTTPStatus.ACCEPTED: Output}, operation_id="film_edit")
    def post(self, request: Request, name: str) -> Response:
        film, asked = selectors.film(self.caller().studio_id, name), self.Input(data=request.data)
        asked.is_valid(raise_exception=True)

        def work() -> dict[str, Any]:
            cut, understood = cuts.edit(film, asked.validated_data["note"])
            ring(tasks.assemble, cut.pk)
            return {"cut": cut.number, "understood": understood}

        return self.once(work, status=HTTPStatus.ACCEPTED)

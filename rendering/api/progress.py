"""The live line."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.amounts import text
from rendering import selectors
from rendering.api.shapes import GateMark, Notice
from rendering.stages import sequence
from studios.access.endpoint import Endpoint


class ProgressOfFilm(Endpoint):
    """How far a film is; cheap enough to ask every second."""

    class Output(serializers.Serializer[object]):
        state = serializers.CharField()
        stage = serializers.CharField()
        stage_number = serializers.IntegerField()
        doing = serializers.CharField()
        done = serializers.IntegerField()
        total = serializers.IntegerField()
        elapsed_seconds = serializers.IntegerField()
        spent = serializers.CharField()
        to_go = serializers.CharField()
        gate = GateMark(allow_null=True)
        waits_for = serializers.CharField(allow_null=True)
        notices = Notice(many=True)

    @extend_schema(responses=Output, operation_id="film_progress")
    def get(self, request: Request, name: str) -> Response:
        studio_id = self.caller().studio_id
        film = selectors.film(studio_id, name)
        card = selectors.cards(studio_id, [film])[0]
        progress = selectors.progress(card)
        mark = GateMark(card.gate).data if card.gate else None
        return Response(
            {
                "state": film.status, "stage": film.stage,
                "stage_number": sequence.number_of(film.stage), "doing": progress.doing,
                "done": progress.done, "total": progress.total, "elapsed_seconds": progress.elapsed_seconds,
                "spent": text(card.spending.spent), "to_go": text(progress.to_go), "gate": mark,
                "waits_for": film.waits_for or None, "notices": Notice(card.notices, many=True).data,
            }
        )  # fmt: skip

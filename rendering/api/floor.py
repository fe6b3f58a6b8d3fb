"""The script, the shot map and the takes of a film."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.amounts import text
from rendering import selectors
from rendering.editing import timecode
from rendering.models import Film, Shot
from rendering.selectors import TakeOnCard
from studios.access.endpoint import Endpoint


class ScriptOfFilm(Endpoint):
    """The script, or null before it is written."""

    class Output(serializers.Serializer[object]):
        script = serializers.JSONField(allow_null=True)

    @extend_schema(responses=Output, operation_id="film_script")
    def get(self, request: Request, name: str) -> Response:
        return Response({"script": selectors.film(self.caller().studio_id, name).script})


class ShotOut(serializers.Serializer[object]):
    name = serializers.CharField()
    scene = serializers.IntegerField()
    description = serializers.CharField()
    camera = serializers.CharField()
    engine = serializers.CharField(allow_null=True)
    seconds = serializers.CharField()
    timecode_in = serializers.CharField(allow_null=True)
    timecode_out = serializers.CharField(allow_null=True)
    draft = serializers.CharField(allow_null=True)
    master = serializers.CharField(allow_null=True)
    circled = serializers.BooleanField()


class ShotsOfFilm(Endpoint):
    """The shot map, with timecodes once there is a cut."""

    class Output(serializers.Serializer[object]):
        shots = ShotOut(many=True)

    @extend_schema(responses=Output, operation_id="film_shots")
    def get(self, request: Request, name: str) -> Response:
        film = selectors.film(self.caller().studio_id, name)
        takes, places = selectors.states_by_shot(film), selectors.places_in_cut(film)
        rows = [_shot(film, shot, takes, places.get(shot.name)) for shot in film.shots.all()]
        return Response({"shots": rows})


class TakeOut(serializers.Serializer[object]):
    id = serializers.CharField(source="take.public_id")
    name = serializers.CharField(source="take.label")
    tier = serializers.CharField(source="take.tier")
    number = serializers.IntegerField(source="take.number")
    state = serializers.CharField()
    amount = serializers.SerializerMethodField()
    spent = serializers.SerializerMethodField()
    detail = serializers.CharField()

    def get_amount(self, card: TakeOnCard) -> str:
        return text(card.amount) or ""

    def get_spent(self, card: TakeOnCard) -> str:
        return text(card.spent) or ""


class TakesOfFilm(Endpoint):
    """Every take, failed ones too, with what it was billed at and what it cost."""

    class Output(serializers.Serializer[object]):
        takes = TakeOut(many=True)

    @extend_schema(responses=Output, operation_id="film_takes")
    def get(self, request: Request, name: str) -> Response:
        film = selectors.film(self.caller().studio_id, name)
        return Response({"takes": TakeOut(selectors.takes(film), many=True).data})


def _shot(
    film: Film, shot: Shot, takes: dict[tuple[int, str], TakeOnCard], place: tuple[int, int] | None
) -> dict[str, Any]:
    draft, master = takes.get((shot.pk, "draft")), takes.get((shot.pk, "master"))
    newest = master or draft
    return {
        "name": shot.name,
        "scene": shot.scene,
        "description": shot.description,
        "camera": f"{shot.framing}, {shot.move}",
        "engine": newest.take.engine if newest else None,
        "seconds": timecode.seconds_in(place[1] - place[0] if place else shot.seconds * timecode.FPS),
        "timecode_in": timecode.from_frames(place[0]) if place else None,
        "timecode_out": timecode.from_frames(place[1]) if place else None,
        "draft": draft.state if draft else None,
        "master": master.state if master else None,
        "circled": any(card.take.is_circled for card in (draft, master) if card),
    }

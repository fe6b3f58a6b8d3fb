"""Start films and see them."""

from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from rendering import brief, selectors, tasks
from rendering.api.shapes import FilmOut
from rendering.doorbell import ring
from rendering.models import Film
from rendering.services import films
from studios.access.endpoint import Endpoint
from studios.access.fields import AmountField
from studios.access.pages import NewestFirst


def shown(film: Film) -> dict[str, Any]:
    """The film as the API shows it."""
    film.refresh_from_db()
    return dict(FilmOut(selectors.cards(film.studio_id, [film])[0]).data)


class Films(Endpoint):
    """The studio's films."""

    class Input(serializers.Serializer[object]):
        idea = serializers.CharField(max_length=brief.LONGEST_IDEA)
        mode = serializers.ChoiceField(["steer", "auto"], default="steer")
        drafts_only = serializers.BooleanField(default=False)
        preapprove = serializers.BooleanField(default=False)
        budget = AmountField(required=False, allow_null=True)
        duration_seconds = serializers.IntegerField(required=False, allow_null=True, min_value=1)
        aspect = serializers.CharField(required=False, allow_null=True, max_length=10)
        language = serializers.CharField(required=False, allow_null=True, max_length=30)
        resolution = serializers.CharField(required=False, allow_null=True, max_length=10)
        name = serializers.CharField(required=False, allow_null=True, max_length=60)

        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            if attrs["preapprove"] and attrs["mode"] != "auto":
                raise serializers.ValidationError(
                    {"preapprove": "Only autopilot can be pre-approved: --auto --yes."}
                )
            return attrs

    class Page(serializers.Serializer[object]):
        results = FilmOut(many=True)
        next = serializers.CharField(allow_null=True)

    @extend_schema(responses=Page, operation_id="films_list")
    def get(self, request: Request) -> Response:
        studio_id, pages = self.caller().studio_id, NewestFirst()
        page = pages.paginate_queryset(selectors.films(studio_id), request, view=self) or []
        body = FilmOut(selectors.cards(studio_id, page), many=True).data
        return Response({"results": body, "next": _cursor(pages)})

    @extend_schema(request=Input, responses={HTTPStatus.CREATED: FilmOut}, operation_id="films_start")
    def post(self, request: Request) -> Response:
        asked = self.Input(data=request.data)
        asked.is_valid(raise_exception=True)
        return self.once(lambda: self._start(asked.validated_data), status=HTTPStatus.CREATED)

    def _start(self, asked: dict[str, Any]) -> dict[str, Any]:
        caller = self.caller()
        flags = brief.Flags(
            duration_seconds=asked.get("duration_seconds"), aspect=asked.get("aspect"),
            language=asked.get("language"), resolution=asked.get("resolution"),
        )  # fmt: skip
        wish = films.Wish(
            idea=asked["idea"], mode=asked["mode"], is_drafts_only=asked["drafts_only"],
            is_pre_approved=asked["preapprove"], budget=asked.get("budget"), name=asked.get("name"), flags=flags,
        )  # fmt: skip
        film = films.start(caller.studio_id, wish, license_id=caller.license, by=caller.license)
        ring(tasks.advance, film.pk)
        return shown(film)


class OneFilm(Endpoint):
    """One film, by its name."""

    @extend_schema(responses=FilmOut, operation_id="film")
    def get(self, request: Request, name: str) -> Response:
        return Response(shown(selectors.film(self.caller().studio_id, name)))


def _cursor(pages: NewestFirst) -> str | None:
    link = pages.get_next_link()
    return unquote(link.partition("cursor=")[2].partition("&")[0]) if link else None

"""Stop, resume, finalize a film, and revoke what was approved for it."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from rendering import selectors, tasks
from rendering.api.films import shown
from rendering.api.shapes import FilmOut
from rendering.doorbell import ring
from rendering.models import Film
from rendering.services import films, revocations
from studios.access.endpoint import Endpoint
from studios.access.fields import AmountField


class _Act(Endpoint):
    def _film(self, name: str) -> Film:
        return selectors.film(self.caller().studio_id, name)

    def _rung(self, film: Film) -> dict[str, Any]:
        ring(tasks.advance, film.pk)
        return shown(film)


class Stop(_Act):
    """Stop where it is; resume comes back to exactly here. Spends nothing."""

    @extend_schema(request=None, responses=FilmOut, operation_id="film_stop")
    def post(self, request: Request, name: str) -> Response:
        film = self._film(name)

        def work() -> dict[str, Any]:
            films.stop(film, by=self.caller().license)
            return shown(film)

        return self.once(work)


class Resume(_Act):
    """Go on from the exact checkpoint. What was ordered is collected, never ordered again."""

    class Input(serializers.Serializer[object]):
        budget = AmountField(required=False, allow_null=True)
        without_doubtful = serializers.BooleanField(default=False)

    @extend_schema(request=Input, responses=FilmOut, operation_id="film_resume")
    def post(self, request: Request, name: str) -> Response:
        film, asked = self._film(name), self.Input(data=request.data)
        asked.is_valid(raise_exception=True)

        def work() -> dict[str, Any]:
            wish = asked.validated_data
            films.resume(
                film, budget=wish.get("budget"), is_without_doubtful=wish["without_doubtful"],
                by=self.caller().license,
            )  # fmt: skip
            return self._rung(film)

        return self.once(work)


class Revoke(_Act):
    """Take back what was approved and is not ordered yet; its credits are free again. Spends nothing."""

    @extend_schema(request=None, responses=FilmOut, operation_id="film_revoke")
    def post(self, request: Request, name: str) -> Response:
        film = self._film(name)

        def work() -> dict[str, Any]:
            revocations.revoke(film, by=self.caller().license)
            return shown(film)

        return self.once(work)


class Finalize(_Act):
    """Master a drafts-only film; its cost gate comes first unless `yes` pre-approves it."""

    class Input(serializers.Serializer[object]):
        yes = serializers.BooleanField(default=False)

    @extend_schema(request=Input, responses=FilmOut, operation_id="film_finalize")
    def post(self, request: Request, name: str) -> Response:
        film, asked = self._film(name), self.Input(data=request.data)
        asked.is_valid(raise_exception=True)

        def work() -> dict[str, Any]:
            films.finalize(film, is_pre_approved=asked.validated_data["yes"], by=self.caller().license)
            return self._rung(film)

        return self.once(work)

"""The open gate of a film, and its answer."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from billing import port as billing
from billing.port import GateChanged, NoOpenGate
from rendering import selectors, tasks
from rendering.api.films import shown
from rendering.api.shapes import FilmOut, GateOut
from rendering.doorbell import ring
from rendering.models import Film
from rendering.services import productions
from rendering.services.payers import payer_of
from studios.access.endpoint import Endpoint


class OpenGate(Endpoint):
    """What waits for an answer. Nothing is spent while it waits."""

    @extend_schema(responses=GateOut, operation_id="film_gate")
    def get(self, request: Request, name: str) -> Response:
        film = selectors.film(self.caller().studio_id, name)
        gate = _document(film)
        if gate is None:
            raise NoOpenGate(f"{film.name} waits for no answer. Nothing was spent.")
        return Response(gate)


class Answer(Endpoint):
    """Answer the open gate. An answer to anything but what is shown now is refused."""

    class Input(serializers.Serializer[object]):
        gate = serializers.CharField(max_length=40)
        digest = serializers.CharField(max_length=64)
        answer = serializers.ChoiceField(["approve", "drafts", "stop", "revise", "auto", "steer"])
        note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")

        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            if attrs["answer"] == "revise" and not attrs["note"].strip():
                raise serializers.ValidationError({"note": "Say in a few words what to change."})
            return attrs

    @extend_schema(request=Input, responses=FilmOut, operation_id="film_gate_answer")
    def post(self, request: Request, name: str) -> Response:
        film, asked = selectors.film(self.caller().studio_id, name), self.Input(data=request.data)
        asked.is_valid(raise_exception=True)

        def work() -> dict[str, Any]:
            productions.answer(film, **asked.validated_data, by=self.caller().license)
            ring(tasks.advance, film.pk)
            return shown(film)

        try:
            return self.once(work)
        except GateChanged as changed:
            productions.refresh_gate(film)  # in a transaction of its own: a gate that is shown anew stays
            raise GateChanged(changed.detail, gate=_document(film)) from changed


def _document(film: Film) -> dict[str, Any] | None:
    gate = billing.open_gate_of(film.studio_id, film.public_id)
    if gate is None:
        return None
    budgets = billing.budgets_of(film.studio_id, [film.public_id])
    context = {"month": billing.month_figures(payer_of(film)), "budget": budgets.get(film.public_id)}
    return dict(GateOut(gate, context=context).data)

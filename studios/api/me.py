"""Who am I: the studio and the license behind the key."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from studios.access.endpoint import Endpoint


class _Studio(serializers.Serializer[object]):
    id = serializers.CharField(source="studio")
    slug = serializers.CharField()
    name = serializers.CharField()
    plan = serializers.ChoiceField(["managed", "own_key"])
    timezone = serializers.CharField()
    state = serializers.ChoiceField(["active", "frozen"])


class _License(serializers.Serializer[object]):
    id = serializers.CharField(source="license")
    label = serializers.CharField()  # type: ignore[assignment]  # the field's own label is not used here
    role = serializers.ChoiceField(["admin", "producer", "viewer"])
    prefix = serializers.CharField()


class Me(Endpoint):
    """The caller, as the service knows it."""

    class Output(serializers.Serializer[object]):
        studio = _Studio(source="*")
        license = _License(source="*")

    @extend_schema(responses=Output, operation_id="me")
    def get(self, request: Request) -> Response:
        return Response(self.Output(self.caller()).data)

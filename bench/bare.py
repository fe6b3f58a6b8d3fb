"""The least that could place a hold over HTTP: no studio is recognised, nothing is signed, no film goes on."""

from django.http import HttpRequest, JsonResponse
from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from billing.models import ApprovalLine, Cap
from billing.services import holds
from billing.services.caps import MonthCaps

WHY = "a bench has one studio"


class OneHold(APIView):
    authentication_classes = []
    permission_classes = []

    def post(self, request: Request, month: int, line: int) -> Response:
        cap = Cap.objects.across_studios(reason=WHY).get(pk=month)
        row = ApprovalLine.objects.across_studios(reason=WHY).select_related("quote_line").get(pk=line)
        placed = holds.authorize(
            [row], subject="flm", month=MonthCaps(cap, None), film=None, mandate=None, reference="bench"
        )
        return Response({"placed": len(placed)})


def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


urlpatterns = [path("hold/<int:month>/<int:line>", OneHold.as_view()), path("health/live", live)]

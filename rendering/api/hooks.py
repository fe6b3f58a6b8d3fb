"""Callbacks from the provider: hints that something happened, never facts."""

import secrets
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core import clock
from rendering import tasks
from rendering.doorbell import ring
from rendering.models import Attempt
from rendering.provider import callbacks
from rendering.provider.limits import CALLBACK_BYTES
from rendering.services.ordering import doubts

HEARD = {"code": 200, "msg": "success"}


@csrf_exempt
@require_POST
def kie(request: HttpRequest, attempt_id: str, token: str) -> HttpResponse:
    """Keep the task a genuine callback names, and let a worker look for itself.

    What a studio's own account calls back is signed with a key of that account, if at all: there the token decides.
    """
    rows = Attempt.objects.across_studios(reason="the provider calls without a studio; the token decides")
    attempt = rows.filter(public_id=attempt_id).select_related("credential").first()
    if attempt is None or not secrets.compare_digest(attempt.token.encode(), token.encode()):
        return JsonResponse({"code": 404, "msg": "not found"}, status=HTTPStatus.NOT_FOUND)
    body = request.read(CALLBACK_BYTES + 1)
    if len(body) > CALLBACK_BYTES:
        return JsonResponse({"code": 413, "msg": "too large"}, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    task_id = callbacks.task_id_of(body)
    if task_id is None:
        return JsonResponse({"code": 400, "msg": "no task id"}, status=HTTPStatus.BAD_REQUEST)
    if not attempt.credential.is_own and not _is_genuine(request, task_id):
        return JsonResponse({"code": 401, "msg": "signature"}, status=HTTPStatus.UNAUTHORIZED)
    if doubts.hear(attempt, task_id):
        ring(tasks.heed_callback, attempt.pk)
    return JsonResponse(HEARD)


def _is_genuine(request: HttpRequest, task_id: str) -> bool:
    if not settings.POD_KIE_WEBHOOK_KEY:
        return True
    return callbacks.is_genuine(
        task_id,
        timestamp=request.headers.get(callbacks.TIMESTAMP_HEADER, ""),
        signed=request.headers.get(callbacks.SIGNATURE_HEADER, ""),
        key=settings.POD_KIE_WEBHOOK_KEY,
        now=clock.now().timestamp(),
    )


urlpatterns = [path("kie/<slug:attempt_id>/<slug:token>", kie)]

"""Answers for what no view answers: unknown addresses, unusable requests, and our own faults."""

from django.http import HttpRequest, JsonResponse

from core.errors import MEDIA_TYPE, InvalidInput, NotFound, Problem, Unexpected


def not_found(request: HttpRequest, exception: Exception) -> JsonResponse:
    return _answer(NotFound("There is nothing at this address."))


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:
    return _answer(InvalidInput("The request can not be read."))


def broken(request: HttpRequest) -> JsonResponse:
    return _answer(Unexpected())


def _answer(problem: Problem) -> JsonResponse:
    return JsonResponse(problem.document(), status=problem.status, content_type=MEDIA_TYPE)

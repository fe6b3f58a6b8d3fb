"""Answers for what no view answers: unknown addresses, unusable requests, and our own faults."""

from http import HTTPStatus

from django.http import HttpRequest, JsonResponse

from core.errors import MEDIA_TYPE, InvalidInput, NotFound, Problem


class Broken(Problem):
    """A fault of the service itself."""

    code = "broken"
    title = "Something broke on our side"
    status = HTTPStatus.INTERNAL_SERVER_ERROR


def not_found(request: HttpRequest, exception: Exception) -> JsonResponse:
    return _answer(NotFound("There is nothing at this address."))


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:
    return _answer(InvalidInput("The request can not be read."))


def broken(request: HttpRequest) -> JsonResponse:
    """Nothing is claimed about spending here: what was ordered is in `status`."""
    problem = Broken(
        "Something broke on our side. See what was done with pod status; nothing is ordered twice."
    )
    document = problem.document()
    del document["spent_nothing"]
    return JsonResponse(document, status=problem.status, content_type=MEDIA_TYPE)


def _answer(problem: Problem) -> JsonResponse:
    return JsonResponse(problem.document(), status=problem.status, content_type=MEDIA_TYPE)

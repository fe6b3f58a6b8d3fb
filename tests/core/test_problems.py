import json
from http import HTTPStatus
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.http import Http404
from django.test import Client
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from core.errors import Forbidden, InvalidInput, NotFound, NotSignedIn, Problem, Unavailable, WrongState
from studios.services import keys, tenants
from tests.core.at_once import at_once

MEMBERS = ["type", "title", "status", "code", "detail"]


def answer_to(error: Exception) -> Response:
    """What a view that raises this answers with."""

    class Raises(APIView):
        authentication_classes = []

        def get(self, request: Request) -> Response:
            raise error

    response = Raises.as_view()(APIRequestFactory().get("/"))
    assert isinstance(response, Response)
    response.render()
    assert response["Content-Type"] == "application/problem+json"
    return response


def told(client_response: Any) -> tuple[int, str]:
    assert client_response["Content-Type"] == "application/problem+json"
    document = client_response.json()
    assert list(document)[: len(MEMBERS)] == MEMBERS
    assert document["status"] == client_response.status_code
    return client_response.status_code, document["code"]


@pytest.fixture
def client_of_a_studio(db: None) -> Client:
    _, key = keys.issue(tenants.create("lumen", actor="test"), actor="test")
    return Client(headers={"authorization": f"Bearer {key}"})


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        (InvalidInput, 400, "invalid_input"),
        (NotSignedIn, 401, "not_signed_in"),
        (Forbidden, 403, "forbidden"),
        (NotFound, 404, "not_found"),
        (WrongState, 409, "wrong_state"),
        (Unavailable, 503, "unavailable"),
    ],
)
def test_each_kind_of_refusal_has_a_status_and_a_code(kind: type[Problem], status: int, code: str) -> None:
    response = answer_to(kind("A sentence.", missing="4.00"))
    assert json.loads(response.content) == {
        "type": f"urn:pod:problem:{code}", "title": kind.title, "status": status, "code": code,
        "detail": "A sentence.", "spent_nothing": True, "missing": "4.00",
    }  # fmt: skip
    assert response.status_code == status


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (exceptions.NotAuthenticated(), 401, "not_signed_in"),
        (exceptions.AuthenticationFailed(), 401, "not_signed_in"),
        (exceptions.PermissionDenied(), 403, "forbidden"),
        (PermissionDenied(), 403, "forbidden"),
        (exceptions.NotFound(), 404, "not_found"),
        (Http404(), 404, "not_found"),
        (exceptions.NotAcceptable(), 406, "invalid_input"),
    ],
)
def test_what_the_framework_refuses_is_told_the_same_way(error: Exception, status: int, code: str) -> None:
    response = answer_to(error)
    assert (response.status_code, response.data["code"], response.data["status"]) == (status, code, status)


def test_it_says_how_to_sign_in() -> None:
    assert answer_to(NotSignedIn("A sentence."))["WWW-Authenticate"] == "Bearer"


def test_it_says_when_to_come_back() -> None:
    assert answer_to(Unavailable("A sentence."))["Retry-After"] == "2"


def test_each_field_that_can_not_be_used_is_named_with_sentences() -> None:
    nested = serializers.ValidationError({"idea": ["Too long."], "flags": {"aspect": ["Not one."]}})
    assert answer_to(nested).data["fields"] == {"idea": ["Too long."], "flags": ["Not one."]}
    assert answer_to(serializers.ValidationError("Nothing fits.")).data["fields"] == {
        "request": ["Nothing fits."]
    }


def test_what_nobody_foresaw_is_told_plainly_and_gives_nothing_away() -> None:
    response = answer_to(ZeroDivisionError("secret figures"))
    assert (response.status_code, response.data["code"]) == (HTTPStatus.INTERNAL_SERVER_ERROR, "unexpected")
    assert b"secret" not in response.content


@pytest.mark.parametrize("error", [ZeroDivisionError(), OperationalError("server closed the connection")])
def test_where_nobody_can_know_it_is_not_said_that_nothing_was_spent(error: Exception) -> None:
    document = answer_to(error).data
    assert "spent_nothing" not in document
    assert document["detail"].endswith("nothing is ordered twice.")


def test_a_film_that_is_not_there_is_not_found(client_of_a_studio: Client) -> None:
    assert told(client_of_a_studio.get("/api/v1/films/nowhere")) == (404, "not_found")


@pytest.mark.parametrize("path", ["/api/v1/nowhere", "/api/v1/films/%00", "/api/v1/castings/cst_nowhere"])
def test_an_address_that_leads_nowhere_is_not_found(client_of_a_studio: Client, path: str) -> None:
    assert told(client_of_a_studio.get(path)) == (404, "not_found")


def test_a_method_that_a_route_does_not_take_is_refused(client_of_a_studio: Client) -> None:
    response = client_of_a_studio.delete("/api/v1/credits")
    assert told(response) == (405, "invalid_input")


@pytest.mark.parametrize("body", ["{", "[1", "not json", '{"idea": }'])
def test_a_body_that_is_not_json_is_refused(client_of_a_studio: Client, body: str) -> None:
    response = client_of_a_studio.post("/api/v1/films", body, content_type="application/json")
    assert told(response) == (400, "invalid_input")


def test_a_media_type_that_it_does_not_read_is_refused(client_of_a_studio: Client) -> None:
    response = client_of_a_studio.post("/api/v1/films", "idea=x", content_type="text/plain")
    assert told(response) == (415, "invalid_input")


def test_a_field_that_is_missing_is_named(client_of_a_studio: Client) -> None:
    response = client_of_a_studio.post("/api/v1/films", {}, content_type="application/json")
    assert told(response) == (400, "invalid_input")
    assert list(response.json()["fields"]) == ["idea"]


@pytest.mark.django_db(transaction=True)
def test_a_database_that_goes_away_in_the_middle_is_told_as_such(client_of_a_studio: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()

    def end_it() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [backend])

    assert at_once([end_it]) == [None]
    try:
        response = client_of_a_studio.get("/api/v1/me")
    finally:
        connection.close()
    assert told(response) == (503, "unavailable")
    assert response["Retry-After"] == "2"

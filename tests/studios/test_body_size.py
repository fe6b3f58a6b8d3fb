import pytest

from studios.access.endpoint import MOST_BYTES
from tests.studios.doors import open_studio

pytestmark = pytest.mark.django_db


def test_a_body_larger_than_any_honest_request_is_refused_unread() -> None:
    answer = open_studio().post("/films", {"idea": "x" * MOST_BYTES})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_long_idea_is_read() -> None:
    assert open_studio().post("/films", {"idea": "x" * 20_000}).status_code == 201

"""The console: a member sees their own studio's month and films, and nobody opens an account for themselves."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from billing.services import caps
from core.amounts import Credits
from rendering.models import Film
from studios.models import Member, Studio
from studios.services import tenants

pytestmark = pytest.mark.django_db


def member_of(slug: str) -> tuple[Client, Studio]:
    studio = tenants.create(slug, actor="test")
    caps.set_allowance(studio.pk, Credits("5000"), timezone=studio.timezone)
    user = User.objects.create_user(slug, f"{slug}@example.org", "a long enough password")
    Member.objects.create(studio=studio, user=user)
    Film.objects.create(
        studio=studio, license="lic", name=f"film-of-{slug}", idea="x", duration_seconds=5, aspect="16:9",
        language="english", resolution="720p",
    )  # fmt: skip
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client, studio


def test_a_member_sees_their_own_studio_and_no_other() -> None:
    (one, _), (_, _) = member_of("one"), member_of("two")
    page = one.get("/console/").content.decode()
    assert "film-of-one" in page
    assert "5000.00 left" in page
    assert "two" not in page


def test_a_stranger_is_asked_to_sign_in() -> None:
    answer = Client().get("/console/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/console/")
    assert Client().get("/accounts/login/").status_code == 200


def test_somebody_without_a_studio_finds_nothing() -> None:
    client = Client()
    client.force_login(
        User.objects.create_user("nobody"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert client.get("/console/").status_code == 404


def test_nobody_opens_an_account_for_themselves() -> None:
    asked = {
        "email": "me@example.org",
        "password1": "a long enough password",
        "password2": "a long enough password",
    }
    Client().post("/accounts/signup/", asked)
    assert not User.objects.filter(email="me@example.org").exists()

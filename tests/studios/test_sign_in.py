from typing import Any

import pytest
from django.test import Client

from studios.services import keys
from tests.studios.doors import open_studio

pytestmark = pytest.mark.django_db


def me(authorization: str | None) -> Any:
    return Client().get("/api/v1/me", headers={"authorization": authorization} if authorization else {})


def test_a_key_opens_its_own_studio() -> None:
    door = open_studio("lumen", role="admin", timezone="Asia/Kolkata")
    open_studio("nadir")
    assert door.get("/me").json() == {
        "studio": {
            "id": door.studio.public_id, "slug": "lumen", "name": "lumen", "plan": "managed",
            "timezone": "Asia/Kolkata", "state": "active",
        },
        "license": {"id": door.license.public_id, "label": "", "role": "admin", "prefix": door.key[:15]},
    }  # fmt: skip


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_s_case_does_not_count(scheme: str) -> None:
    assert me(f"{scheme} {open_studio().key}").status_code == 200


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer ", "Basic bHVtZW46eA==", "Bearer pod_live_0000", "pod_live_0000"],
)
def test_without_a_valid_key_nobody_comes_in(authorization: str | None) -> None:
    answer = me(authorization)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_the_bare_key_without_its_scheme_is_refused() -> None:
    assert me(open_studio().key).status_code == 401


def test_a_revoked_key_is_refused_at_once() -> None:
    door = open_studio()
    assert door.get("/me").status_code == 200
    keys.revoke(door.license, actor="lic_admin")
    assert door.get("/me").status_code == 401


def test_what_reads_says_the_same_to_whoever_may_read() -> None:
    assert {open_studio(role, role=role).get("/credits").status_code for role in ("viewer", "producer")} == {
        200
    }

"""Two studios on one service: what is one's is never the other's; and what nobody may ever see."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

import pytest
import yaml

from pod_service.embedded.paths import PROJECT
from tests.acceptance.desk import IDEA, Desk
from tests.acceptance.house import House, processes_of

FILM, WAITING, CASTING = "secret-heron", "secret-otter", "a secret swan"
SECRETS = (
    "POD_CREDENTIALS_PRIVATE_KEY",
    "POD_KIE_API_KEY",
    "POD_KIE_WEBHOOK_KEY",
    "POD_APPROVAL_SIGNING_KEY",
    "POD_LICENSE_PEPPER",
)
OWN_KEY_ALONE = (("POST", "own-key"), ("POST", "credits/ceiling"))  # these two studios are managed
REFUSED = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)


@pytest.fixture(scope="module")
def owner(house: House) -> Desk:
    """A studio with a film that can be watched, one that waits at a gate, and a casting."""
    desk = house.studio("owner", role="admin")
    desk.start(FILM, mode="auto", drafts_only=True, preapprove=True)
    desk.start(WAITING)
    desk.ask("POST", "castings", {"idea": CASTING}).raise_for_status()
    desk.wait_at(WAITING, "plan")
    desk.wait_for(FILM, "finished")
    return desk


@pytest.fixture(scope="module")
def stranger(house: House) -> Desk:
    """Another studio, with a film of its own that waits under the same name."""
    desk = house.studio("stranger", role="admin")
    desk.start(WAITING, idea="a boat goes home")
    desk.wait_at(WAITING, "plan")
    return desk


def test_every_route_refuses_the_other_studio_and_whoever_has_no_key(owner: Desk, stranger: Desk) -> None:
    gate = owner.read(f"films/{WAITING}/gate")
    body = {
        "idea": "a boat",
        "note": "pacier",
        "answer": "approve",
        "gate": gate["id"],
        "digest": gate["digest"],
        "amount": "1",
        "reason": "a test",
    }
    private = words_of(owner)
    before = owner.read(f"films/{FILM}")
    for method, route, is_owned in routes(owner):
        asked = body if method == "POST" else None
        answer = stranger.ask(method, route, asked)
        if (method, route) in OWN_KEY_ALONE:
            assert answer.is_client_error, route
        else:
            assert answer.status_code in REFUSED if is_owned else answer.is_success, route
        assert not [word for word in private if word in answer.text and word not in route], route
        assert owner.ask(method, route, asked, key="").status_code == HTTPStatus.UNAUTHORIZED, route
    assert owner.read(f"films/{FILM}") == before


def test_a_name_means_ones_own_film_and_anothers_gate_is_no_gate(owner: Desk, stranger: Desk) -> None:
    theirs, mine = owner.read(f"films/{WAITING}/gate"), stranger.read(f"films/{WAITING}/gate")
    assert theirs["id"] != mine["id"]
    body = {"gate": theirs["id"], "digest": theirs["digest"], "answer": "approve"}
    refused = stranger.ask("POST", f"films/{WAITING}/gate/answer", body)
    assert refused.status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)
    assert owner.read(f"films/{WAITING}/gate") == theirs
    assert stranger.read(f"films/{WAITING}/gate") == mine


def test_no_secret_is_in_an_answer_a_log_a_file_or_a_command_line(house: House, owner: Desk) -> None:
    owner.pod("download", FILM)
    secrets = [(house.var / "secrets" / name).read_bytes() for name in SECRETS]
    answers = {
        route: owner.ask(method, route).content for method, route, _ in routes(owner) if method == "GET"
    }
    commands = {str(one.pid): " ".join(one.cmdline()).encode() for one in processes_of(house.var)}
    kept = [path for path in house.var.rglob("*") if path.is_file() and path.parent.name != "secrets"]
    assert {".mp4", ".png", ".log"} <= {path.suffix for path in kept}
    for place, content in {**answers, **commands, **{str(path): path.read_bytes() for path in kept}}.items():
        assert not any(secret in content for secret in secrets), place


def routes(owner: Desk) -> Iterator[tuple[str, str, bool]]:
    """Every documented route, filled in with the owner's film, files and casting; True where it names one of them."""
    casting = owner.read("castings/" + owner.ask("POST", "castings", {"idea": CASTING}).json()["id"])["id"]
    files = [file["path"] for file in owner.read(f"films/{FILM}/files")["files"]]
    schema: Mapping[str, Any] = yaml.safe_load((PROJECT / "openapi.yaml").read_text())
    for path, methods in schema["paths"].items():
        route = path.removeprefix("/api/v1/").replace("{name}", FILM).replace("{public_id}", casting)
        route += "?runtime=30" if route == "estimates" else ""
        for method in methods:
            for filled in sorted({route.replace("{path}", file) for file in files}):
                yield method.upper(), filled, "{" in path


def words_of(owner: Desk) -> list[str]:
    """Words and ids that only the owner may read."""
    films = [owner.read(f"films/{name}")["id"] for name in (FILM, WAITING)]
    me = owner.read("me")
    gate = owner.read(f"films/{WAITING}/gate")["id"]
    return [FILM, CASTING, IDEA, *films, gate, me["studio"]["id"], me["license"]["id"]]

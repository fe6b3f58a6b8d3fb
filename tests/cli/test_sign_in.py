"""License keys: typos stay here, the key is kept private and never shown."""

import stat
from pathlib import Path

import pytest

from pod_cli import license_keys
from pod_cli.problems import Problem
from tests.cli import scenes
from tests.cli.stand_in import StandIn
from tests.cli.studio import Desk, Run


def key_files(desk: Desk) -> list[Path]:
    return [file for file in (desk.folder / "config").rglob("*") if file.is_file()]


def test_it_asks_hidden_and_keeps_the_key_in_a_private_file(service: StandIn, desk: Desk) -> None:
    terminal = desk.terminal("login", POD_LICENSE_KEY=None)
    terminal.sees("License key (not shown while you type): ")
    terminal.types(scenes.LICENSE_KEY)
    terminal.sees("\r\nSigned in to Moon Pictures as producer.")
    assert terminal.ends() == 0
    (file,) = key_files(desk)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert desk.run("credits", POD_LICENSE_KEY=None).code == 0


def test_a_system_keyring_keeps_the_key_where_there_is_one(service: StandIn, desk: Desk) -> None:
    keyring = "tests.cli.keyring_in_a_file.KeyringInAFile"

    def pod(*words: str) -> Run:
        typed = scenes.LICENSE_KEY
        return desk.run(*words, typed=typed, POD_LICENSE_KEY=None, PYTHON_KEYRING_BACKEND=keyring)

    assert "your system keyring" in pod("login").out
    assert key_files(desk) == []
    assert pod("credits").code == 0
    assert pod("logout", "--json").document == {"was_signed_in": True}
    assert pod("credits").code == 4


def test_logout_forgets_the_key(service: StandIn, desk: Desk) -> None:
    assert desk.run("login", typed=f" {scenes.LICENSE_KEY} \n", POD_LICENSE_KEY=None).code == 0
    assert desk.run("logout", "--json", POD_LICENSE_KEY=None).document == {"was_signed_in": True}
    assert key_files(desk) == []
    assert desk.run("credits", POD_LICENSE_KEY=None).code == 4
    assert "No key was stored" in desk.run("logout", POD_LICENSE_KEY=None).out


def test_a_key_is_never_shown_to_another_service(service: StandIn, desk: Desk) -> None:
    desk.run("login", typed=scenes.LICENSE_KEY, POD_LICENSE_KEY=None)
    assert desk.run("credits", POD_LICENSE_KEY=None, POD_URL=f"{desk.url}/other").code == 4


@pytest.mark.parametrize(
    "typed",
    [
        "",
        scenes.LICENSE_KEY[:-1],
        scenes.LICENSE_KEY + "0",
        scenes.LICENSE_KEY.replace("pod_live_0", "pod_live_1"),
        scenes.LICENSE_KEY.replace("pod_live_01", "pod_live_10"),
        scenes.LICENSE_KEY.replace("live", "test"),
        scenes.LICENSE_KEY.upper(),
    ],
)
def test_a_typo_is_found_by_the_check_characters(typed: str) -> None:
    with pytest.raises(Problem, match="not a whole license key"):
        license_keys.verified(typed)


def test_a_typo_is_found_before_anything_is_sent(service: StandIn, desk: Desk) -> None:
    run = desk.run("login", "--json", typed=scenes.LICENSE_KEY[:-1], POD_LICENSE_KEY=None)
    assert (run.code, run.document["code"]) == (4, "license_key_mistyped")
    assert service.seen == []
    assert key_files(desk) == []


def test_a_typo_in_the_environment_is_found_too(service: StandIn, desk: Desk) -> None:
    assert desk.run("films", POD_LICENSE_KEY=scenes.LICENSE_KEY[:-1] + "z").code == 4
    assert service.seen == []


def test_a_key_the_service_does_not_know_is_not_kept(service: StandIn, desk: Desk) -> None:
    stranger = "pod_live_" + "z" * 28 + license_keys.check_of("z" * 28)
    run = desk.run("login", typed=stranger, POD_LICENSE_KEY=None)
    assert run.code == 4
    assert "not known here" in run.err
    assert key_files(desk) == []


def test_a_key_typed_in_the_wrong_place_is_not_repeated(service: StandIn, desk: Desk) -> None:
    assert desk.run("login", scenes.LICENSE_KEY).code == 2
    assert desk.run(scenes.LICENSE_KEY, "--json").code == 2

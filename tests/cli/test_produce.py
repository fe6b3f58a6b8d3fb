"""Starting a film and following it home."""

import pytest

from tests.cli import scenes
from tests.cli.stand_in import StandIn
from tests.cli.studio import Desk


def ordered(service: StandIn) -> dict[str, object]:
    (post,) = service.posts("films")
    assert post.body is not None
    return post.body


def test_a_pre_approved_film_runs_home_without_a_question(service: StandIn, desk: Desk) -> None:
    service.film["told"] = ["Pre-approved by you, up to 800 credits."]
    service.script = [scenes.beat("clips", 7, 18), scenes.beat("clips", 8, 18)]
    run = desk.run(
        "produce", "robots at a bus stop", "--auto", "--yes", "--budget", "800", "--duration", "30"
    )
    assert run.code == 0
    assert "Pre-approved by you, up to 800 credits." in run.out
    assert "clips 7/18 · 04:12 in · 412 credits spent · ~598 to go" in run.out.splitlines()
    assert str(desk.episode / "07-final" / f"{scenes.NAME}.mp4") in run.out
    assert "00:00:05:00" in run.out
    assert "61 credits spent on this film." in run.out
    assert f'pod edit {scenes.NAME} "pacier"' in run.out
    assert ordered(service) == {
        "idea": "robots at a bus stop",
        "mode": "auto",
        "preapprove": True,
        "drafts_only": False,
        "budget": "800.00",
        "duration_seconds": 30,
        "aspect": None,
        "language": None,
        "resolution": None,
        "name": None,
    }


def test_yes_alone_does_not_skip_the_bill(service: StandIn, desk: Desk) -> None:
    service.script = [scenes.gate("cost")]
    run = desk.run("produce", "robots", "--yes")
    assert run.code == 3
    assert "--yes alone does not skip the bill" in run.out
    assert ordered(service)["preapprove"] is False


@pytest.mark.parametrize(("typed", "mode"), [("", "steer"), ("a", "auto")])
def test_it_asks_how_to_work(service: StandIn, desk: Desk, typed: str, mode: str) -> None:
    terminal = desk.terminal("produce", "robots")
    terminal.sees("Enter = steer")
    terminal.types(typed)
    assert terminal.ends() == 0
    assert ordered(service)["mode"] == mode


@pytest.mark.parametrize(("flag", "mode"), [("--steer", "steer")])
def test_a_flag_says_how_to_work(service: StandIn, desk: Desk, flag: str, mode: str) -> None:
    assert desk.run("produce", "robots", flag).code == 0
    assert ordered(service)["mode"] == mode


def test_a_drafts_only_film_offers_its_masters(service: StandIn, desk: Desk) -> None:
    run = desk.run("produce", "robots", "--drafts-only")
    assert ordered(service)["drafts_only"] is True
    assert f"pod finalize {scenes.NAME}" in run.out


def test_json_is_one_document_with_the_film_and_its_files(service: StandIn, desk: Desk) -> None:
    service.script = [scenes.beat("clips", 1, 2)]
    document = desk.run("produce", "robots", "--auto", "--yes", "--json").document
    assert document["film"]["state"] == "finished"
    assert document["mp4"] == str(desk.episode / "07-final" / f"{scenes.NAME}.mp4")
    assert [shot["name"] for shot in document["shots"]] == ["shot-01", "shot-02"]


def test_json_at_a_gate_holds_the_gate_and_says_cancelled(service: StandIn, desk: Desk) -> None:
    service.script = [scenes.gate("cost")]
    run = desk.run("produce", "robots", "--json")
    assert run.code == 3
    assert run.document["gate"]["quote"]["total"] == "605.00"


def test_a_paused_film_says_why_and_how_to_go_on(service: StandIn, desk: Desk) -> None:
    service.film |= {"state": "paused", "waits_for": "The budget of 800 credits is reached."}
    run = desk.run("produce", "robots", "--auto")
    assert run.code == 3
    assert "The budget of 800 credits is reached." in run.out
    assert f"pod resume {scenes.NAME}" in run.out


def test_a_lost_connection_is_told_once_and_survived(service: StandIn, desk: Desk) -> None:
    service.script = [scenes.beat("clips", 1, 2), scenes.beat("clips", 2, 2)]
    service.dropped[f"GET films/{scenes.NAME}/progress"] = 2
    service.fixed[f"GET films/{scenes.NAME}"] = (503, {"code": "unavailable", "detail": "Restarting."})
    run = desk.run("produce", "robots", "--auto", "--yes")
    assert run.code == 0
    assert run.out.count("The connection is lost") == 2
    assert run.out.count("Connected again.") == 2


def test_ctrl_c_leaves_the_film_running_in_the_cloud(service: StandIn, desk: Desk) -> None:
    service.script = [scenes.beat("clips", 1, 2)] * 100
    terminal = desk.terminal("produce", "robots", "--auto")
    terminal.sees("clips 1/2")
    terminal.presses("c")
    terminal.sees("goes on in the cloud")
    assert terminal.ends() == 130
    assert service.posts(f"films/{scenes.NAME}/stop") == []


def test_notices_are_told_once(service: StandIn, desk: Desk) -> None:
    notice = {"code": "allowance_80", "text": "80 % of the allowance is used.", "at": "2026-11-22T10:00:00Z"}
    service.script = [scenes.beat("clips", done, 2, notices=[notice]) for done in (1, 2)]
    assert desk.run("produce", "robots", "--auto").out.count("80 % of the allowance is used.") == 1


def test_resume_raises_the_budget_of_the_most_recent_film(service: StandIn, desk: Desk) -> None:
    service.film["state"] = "paused"
    older = scenes.film("older", created_at="2026-11-01T10:00:00Z")
    service.films = [older, service.film]
    run = desk.run("resume", "--budget", "1200")
    assert run.code == 0
    assert f"{scenes.NAME} (your most recent film)" in run.out
    (post,) = service.posts(f"films/{scenes.NAME}/resume")
    assert post.body == {"budget": "1200.00"}


def test_resume_goes_on_without_a_doubt_when_told_so(service: StandIn, desk: Desk) -> None:
    service.film["state"] = "paused"
    service.films = [service.film]
    assert desk.run("resume", scenes.NAME, "--without-doubtful").code == 0
    (post,) = service.posts(f"films/{scenes.NAME}/resume")
    assert post.body == {"budget": None, "without_doubtful": True}


def test_resume_brings_home_a_film_that_finished_meanwhile(service: StandIn, desk: Desk) -> None:
    service.film["state"] = "finished"
    run = desk.run("resume", scenes.NAME)
    assert run.code == 0
    assert (desk.episode / "07-final" / f"{scenes.NAME}.mp4").is_file()
    assert service.posts(f"films/{scenes.NAME}/resume") == []


def test_finalize_shows_the_masters_price_and_asks(service: StandIn, desk: Desk) -> None:
    terminal = desk.terminal("finalize", scenes.NAME)
    terminal.sees("total 605 credits")
    terminal.sees("y = go")
    terminal.types("y")
    terminal.sees("masters 1/2")
    assert terminal.ends() == 0


def test_finalize_with_yes_approves_in_advance(service: StandIn, desk: Desk) -> None:
    desk.run("finalize", scenes.NAME, "--yes")
    (post,) = service.posts(f"films/{scenes.NAME}/finalize")
    assert post.body == {"yes": True}


def test_lines_are_plain_where_color_is_not_wanted(service: StandIn, desk: Desk) -> None:
    service.script = [scenes.gate("cost")]
    assert "\x1b" not in desk.run("produce", "robots").out
    terminal = desk.terminal("resume", scenes.NAME, NO_COLOR="1")
    terminal.sees("\r\nGate 7 of 10")
    terminal.types("N")
    assert terminal.ends() == 3

"""The commands that only look, and the free edit."""

import pytest

from pod_cli import exit_codes
from tests.cli import scenes
from tests.cli.stand_in import StandIn
from tests.cli.studio import Desk


def test_credits_says_spent_held_left_and_warns(desk: Desk) -> None:
    assert desk.run("credits").out.splitlines() == [
        "November 2026: 812.50 credits spent.",
        "40 credits set aside for footage being made right now.",
        "147.50 of 1000 credits left. The allowance renews on 1 December 2026.",
        "80 % of the month was reached on 20 November 2026.",
        "More than 80 % of this month's allowance is used. Your studio contact can top it up.",
    ]


@pytest.mark.parametrize("flag", ["--runtime", "--duration"])
def test_estimate_has_a_row_for_each_casting(desk: Desk, flag: str) -> None:
    run = desk.run("estimate", flag, "120")
    assert run.code == 0
    assert "seedance-2" in run.out
    assert "14616" in run.out
    assert "This preview is free." in run.out


def test_cast_shows_the_engines_the_reason_and_its_own_price(service: StandIn, desk: Desk) -> None:
    queued = scenes.PAGES["castings/cas_1"] | {"state": "queued", "casting": None, "estimate": None}
    service.fixed["POST castings"] = (202, queued)
    run = desk.run("cast", "two", "robots")
    assert run.code == 0
    assert "Robots like clean light." in run.out
    assert "0.42 credits spent on this casting" in run.out
    (post,) = service.posts("castings")
    assert post.body == {"idea": "two robots"}


def test_a_casting_that_failed_is_an_error(service: StandIn, desk: Desk) -> None:
    failed = scenes.PAGES["castings/cas_1"] | {
        "state": "failed",
        "detail": "The casting failed; it cost nothing.",
    }
    service.fixed["POST castings"] = (202, failed)
    run = desk.run("cast", "robots", "--json")
    assert (run.code, run.document["detail"]) == (1, "The casting failed; it cost nothing.")


def test_films_lists_all_of_them(service: StandIn, desk: Desk) -> None:
    service.films = [
        scenes.film(),
        scenes.film("older", state="finished", stage="screening", stage_number=10),
    ]
    run = desk.run("films")
    assert scenes.NAME in run.out
    assert "screening 10/10" in run.out


def test_status_says_what_the_film_waits_for(service: StandIn, desk: Desk) -> None:
    service.script = [scenes.gate("cost")]
    service.film |= {"waits_for": "your answer at the cost gate", "stage": "cost", "stage_number": 7}
    run = desk.run("status")
    assert f"{scenes.NAME} (your only film)" in run.out
    assert "waiting, stage 7 of 10 (cost)" in run.out
    assert "61 credits spent." in run.out
    assert "Waits for: your answer at the cost gate" in run.out


def test_shots_is_the_map_with_timecodes(desk: Desk) -> None:
    run = desk.run("shots", scenes.NAME)
    assert "shot-02" in run.out
    assert "00:00:05:00" in run.out
    assert "draft ready" in run.out


def test_edit_is_free_and_brings_the_new_cut(service: StandIn, desk: Desk) -> None:
    run = desk.run("edit", scenes.NAME, "pacier")
    assert run.code == 0
    assert "pacier: shots 1 and 2 are shorter." in run.out
    assert "Edits are free, always." in run.out
    assert run.out.splitlines()[-1] == str(desk.episode / f"07-final/{scenes.NAME}-cut-02.mp4")


def test_edit_without_a_film_means_the_most_recent(service: StandIn, desk: Desk) -> None:
    assert desk.run("edit", "hold the ending longer", "--json").document["cut"] == 2
    (post,) = service.posts(f"films/{scenes.NAME}/edits")
    assert post.body == {"note": "hold the ending longer"}


def test_a_note_that_is_not_understood_is_answered_with_examples(service: StandIn, desk: Desk) -> None:
    refusal = {
        "code": "edit_not_understood",
        "detail": 'I did not understand "wobble it".',
        "examples": ["pacier", "lose shot-06"],
        "spent_nothing": True,
    }
    service.fixed[f"POST films/{scenes.NAME}/edits"] = (422, refusal)
    run = desk.run("edit", scenes.NAME, "wobble it")
    assert run.code == 5
    assert run.err.splitlines() == [
        'I did not understand "wobble it".',
        "Try for example:",
        "  pacier",
        "  lose shot-06",
        "Nothing was spent.",
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("credits",),
        ("statement",),
        ("estimate", "--runtime", "120"),
        ("films",),
        ("shots",),
        ("help", "cast"),
        ("login",),
        ("--json",),
    ],
)
def test_json_prints_one_document(desk: Desk, words: tuple[str, ...]) -> None:
    run = desk.run(*words, "--json", typed=f"{scenes.LICENSE_KEY}\n")
    assert run.code == 0
    assert isinstance(run.document, dict)
    assert run.err == ""


@pytest.mark.parametrize(("status", "code"), [(401, 4), (402, 5), (404, 1), (503, 6)])
def test_a_refusal_is_printed_whole_and_has_its_exit_code(
    service: StandIn, desk: Desk, status: int, code: int
) -> None:
    service.fixed["GET credits"] = (status, {"code": "some_code", "detail": "A sentence."})
    run = desk.run("credits", "--json")
    assert (run.code, run.document["detail"], run.document["code"]) == (code, "A sentence.", "some_code")


@pytest.mark.parametrize(
    ("status", "code"), [(400, 2), (401, 4), (402, 5), (403, 5), (409, 5), (422, 5), (500, 1), (504, 6)]
)
def test_every_status_has_an_exit_code(status: int, code: int) -> None:
    assert exit_codes.for_status(status) == code


def test_a_service_that_is_not_there_says_how_to_start_it(desk: Desk) -> None:
    run = desk.run("credits", POD_URL="http://127.0.0.1:9")
    assert run.code == 6
    assert "make up" in run.err


@pytest.mark.parametrize(
    "words",
    [("estimate",), ("produce",), ("produce", "robots", "--budget", "-3"), ("estimate", "--runtime", "x")],
)
def test_what_can_not_be_meant_is_a_usage_error(service: StandIn, desk: Desk, words: tuple[str, ...]) -> None:
    run = desk.run(*words, "--json")
    assert (run.code, run.document["code"]) == (2, "usage")
    assert service.seen == []


def test_a_mistyped_command_gets_a_kind_suggestion(desk: Desk) -> None:
    run = desk.run("crdits")
    assert run.code == 2
    assert 'Did you mean "credits"?' in run.err


def test_words_of_the_service_can_not_steer_the_terminal(service: StandIn, desk: Desk) -> None:
    service.fixed["GET credits"] = (403, {"code": "forbidden", "detail": "No\x1b[2J\x07 entry."})
    assert desk.run("credits").err == "No[2J entry.\n"


def test_help_explains_every_command(desk: Desk) -> None:
    overview = desk.run("help").out
    assert overview == desk.run("--help").out
    assert all(len(line) <= 80 for line in overview.splitlines())
    for name in ("produce", "cast", "estimate", "resume", "finalize", "edit", "download", "logout"):
        assert name in overview
    assert "free, always" in desk.run("help", "edit").out


TOP_UP = {
    "id": "top_1", "amount": "500.00", "reason": "reshoots", "state": "granted", "requested_by": "lic_1",
    "requested_at": "2026-11-20T10:00:00Z", "decided_by": "lic_1", "decided_at": "2026-11-20T10:00:00Z", "answer": "",
    "expires_at": None,
}  # fmt: skip


def test_a_top_up_within_the_limit_counts_at_once(service: StandIn, desk: Desk) -> None:
    service.fixed["POST topups"] = (201, TOP_UP)
    assert desk.run("topup", "500", "--reason", "reshoots").out == (
        "500 credits added to this month's allowance. Nothing was spent.\n"
    )
    (post,) = service.posts("topups")
    assert post.body == {"amount": "500.00", "reason": "reshoots", "expires_at": None}


def test_a_top_up_beyond_it_asks_the_studio_contact(service: StandIn, desk: Desk) -> None:
    service.fixed["POST topups"] = (201, TOP_UP | {"state": "requested"})
    assert "your studio contact was asked" in desk.run("topup", "500", "--reason", "reshoots").out


def test_a_top_up_may_end_by_itself(service: StandIn, desk: Desk) -> None:
    service.fixed["POST topups"] = (201, TOP_UP | {"expires_at": "2026-12-01T00:00:00Z"})
    run = desk.run("topup", "500", "--reason", "reshoots", "--until", "2026-12-01")
    assert "until 1 December 2026" in run.out
    assert str((service.posts("topups")[0].body or {})["expires_at"]).startswith("2026-12-01T00:00:00")


def test_without_an_amount_top_ups_are_listed(service: StandIn, desk: Desk) -> None:
    service.fixed["GET topups"] = (
        200,
        {
            "next": None,
            "previous": None,
            "results": [TOP_UP | {"state": "declined", "answer": "in December"}],
        },
    )
    out = desk.run("topup").out
    assert "declined" in out
    assert "reshoots (in December)" in out


@pytest.mark.parametrize(
    "words", [("500",), ("500", "--reason", " "), ("-5", "--reason", "x"), ("x", "--reason", "x")]
)
def test_a_top_up_without_a_reason_or_a_number_is_a_usage_error(
    service: StandIn, desk: Desk, words: tuple[str, ...]
) -> None:
    assert desk.run("topup", *words).code == 2
    assert service.seen == []


def test_revoke_says_what_came_back(service: StandIn, desk: Desk) -> None:
    sentence = "You took back what was approved: 40.00 credits are free again."
    service.fixed[f"POST films/{scenes.NAME}/revoke"] = (200, scenes.film(state="paused", waits_for=sentence))
    assert desk.run("revoke", scenes.NAME).out.splitlines() == [sentence, "Nothing was spent by this."]

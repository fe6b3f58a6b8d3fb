"""``pod statement``: the table, and the spreadsheet that never takes another file's place."""

from pathlib import Path

import pytest

from pod_cli import csv_files
from pod_cli.problems import Problem
from tests.cli import scenes
from tests.cli.stand_in import StandIn
from tests.cli.studio import Desk

SHEET = scenes.SHEET.encode()


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return tmp_path / "november.csv"


def lines_of(out: str) -> list[list[str]]:
    return [line.split() for line in out.splitlines() if line.strip()]


def test_it_is_a_table_with_subtotals_by_film_and_the_total_against_the_cap(desk: Desk) -> None:
    run = desk.run("statement")
    assert run.code == 0
    lines = lines_of(run.out)
    assert lines[0] == ["film", "what", "tier", "engine", "outcome", "spent", "set", "aside"]
    assert lines[2:8] == [
        [scenes.NAME, "Mira", "still", "seedance-1.5", "delivered", "6.50"],
        ["shot-01", "draft", "seedance-1.5", "failed", "0"],
        ["shot-01", "master", "seedance-1.5", "in", "production", "17.50", "35"],
        ["in", "all", "24", "35"],
        ["casting", "casting", "plan", "seedance-1.5", "delivered", "1.42"],
        ["in", "all", "1.42"],
    ]
    assert ["lic_1", "24", "35"] in lines
    assert ["lic_2", "1.42"] in lines
    assert run.out.splitlines()[-3:] == [
        "November 2026: 25.42 of 1000 credits spent, 939.58 left.",
        "35 credits set aside for footage being made right now.",
        "2 top-ups raised this month: 500 credits, 1 credit (ended).",
    ]


def test_it_fits_a_terminal_of_eighty_columns(desk: Desk) -> None:
    terminal = desk.terminal("statement")
    terminal.sees("in production")
    terminal.sees("1 credit (ended).")
    assert terminal.ends() == 0


def test_a_month_is_asked_for_by_name(service: StandIn, desk: Desk) -> None:
    desk.run("statement", "--month", "2026-10")
    desk.run("statement")
    assert [(seen.path, seen.query) for seen in service.seen] == [
        ("statement", "month=2026-10"),
        ("statement", ""),
    ]


@pytest.mark.parametrize("month", ["november", "2026-13", "0000-01", "2026-1", "2026-11\n", "２０２６-11"])
def test_what_is_no_month_is_not_even_asked(service: StandIn, desk: Desk, month: str) -> None:
    run = desk.run("statement", "--month", month)
    assert run.code == 2
    assert "is not a month, such as 2026-11." in run.err
    assert service.seen == []


def test_an_empty_month_and_one_without_a_cap_are_told_plainly(service: StandIn, desk: Desk) -> None:
    page = scenes.PAGES["statement"]
    empty = {
        "month": "2020-02",
        "lines": [],
        "by_film": [],
        "by_license": [],
        "spent": "0.00",
        "held": "0.00",
    }
    service.fixed["GET statement"] = (200, page | empty | {"top_ups": []})
    assert desk.run("statement").out == "Nothing was ordered in February 2020: 0 credits spent.\n"
    service.fixed["GET statement"] = (200, page | {"ceiling": None, "left": None, "top_ups": []})
    assert "November 2026: 25.42 credits spent. Your studio has no monthly cap." in desk.run("statement").out


def test_json_is_the_service_s_own_document(desk: Desk) -> None:
    assert desk.run("statement", "--json").document == scenes.PAGES["statement"]


def test_the_spreadsheet_is_written_as_it_came(service: StandIn, desk: Desk, sheet: Path) -> None:
    run = desk.run("statement", "--month", "2026-11", "--csv", str(sheet))
    assert (run.code, run.out.splitlines()[-1]) == (0, str(sheet))
    assert sheet.read_bytes() == SHEET
    assert [seen.query for seen in service.seen] == ["month=2026-11&format=csv"]


def test_a_dash_prints_the_spreadsheet_and_nothing_else(desk: Desk) -> None:
    run = desk.run("statement", "--csv", "-")
    assert (run.code, run.err) == (0, "")
    assert run.out.splitlines() == scenes.SHEET.split("\r\n")[:-1]


def test_printed_on_a_terminal_it_can_not_steer_it(service: StandIn, desk: Desk) -> None:
    service.sheet = "month,name\r\n2026-11,No\x1b[2Jway\r\n"
    assert "No\x1b[2Jway" in desk.run("statement", "--csv", "-").out
    terminal = desk.terminal("statement", "--csv", "-")
    terminal.sees("2026-11,No[2Jway")
    assert terminal.ends() == 0


def test_with_json_it_says_where_the_spreadsheet_is(desk: Desk, sheet: Path) -> None:
    assert desk.run("statement", "--csv", str(sheet), "--json").document == {"csv": str(sheet)}
    run = desk.run("statement", "--csv", "-", "--json")
    assert (run.code, run.document["code"]) == (2, "usage")


def test_a_file_that_is_there_stays_as_it_is_without_somebody_to_ask(
    service: StandIn, desk: Desk, sheet: Path
) -> None:
    sheet.write_text("mine")
    for words in ((), ("--json",)):
        run = desk.run("statement", "--csv", str(sheet), *words, typed="y\n")
        assert run.code == 1
        assert "was left as it is" in (run.err or run.out)
    assert sheet.read_text() == "mine"
    assert service.seen == []


@pytest.mark.parametrize(("typed", "code"), [("y", 0), ("yes", 0), ("", 1), ("n", 1), ("no", 1), ("yep", 1)])
def test_a_person_is_asked_before_a_file_is_replaced(desk: Desk, sheet: Path, typed: str, code: int) -> None:
    sheet.write_text("mine, and longer than what comes" * 20)
    before = sheet.read_bytes()
    terminal = desk.terminal("statement", "--csv", str(sheet))
    terminal.sees("Replace it? (y/N)")
    terminal.types(typed)
    assert terminal.ends() == code
    assert sheet.read_bytes() == (before if code else SHEET)


def test_a_file_that_came_while_the_service_answered_stays_as_it_is(sheet: Path) -> None:
    sheet.write_text("mine")
    with pytest.raises(Problem, match="was left as it is"):
        csv_files.write(sheet, "theirs", may_replace=False)
    assert sheet.read_text() == "mine"


def test_where_nothing_can_be_written_a_sentence_says_so(desk: Desk, tmp_path: Path) -> None:
    assert "is a folder" in desk.run("statement", "--csv", str(tmp_path)).err
    run = desk.run("statement", "--csv", str(tmp_path / "nowhere" / "november.csv"))
    assert run.code == 1
    assert "can not be written" in run.err


def test_a_refusal_leaves_no_file_behind(service: StandIn, desk: Desk, sheet: Path) -> None:
    refusal = {"code": "statement_does_not_add_up", "detail": "It does not add up. Nothing was spent."}
    service.fixed["GET statement"] = (503, refusal)
    run = desk.run("statement", "--csv", str(sheet))
    assert (run.code, run.err) == (6, "It does not add up. Nothing was spent.\n")
    assert not sheet.exists()
    service.fixed["GET statement"] = (403, {"code": "forbidden", "detail": "Ask a studio admin."})
    assert desk.run("statement").code == 5

"""The statement as a spreadsheet: asked for in two ways, and never taken for a formula."""

import csv
import io
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from rendering.api import statement_csv
from tests.rendering.statement.months import Month, take_of
from tests.studios.doors import door_of

pytestmark = pytest.mark.django_db
HEADER = "month,film,film_id,name,tier,engine,license,outcome,billed,spent,held,placed_at,resolved_at,line"


@pytest.fixture
def month() -> Month:
    made = Month.of(timezone="Asia/Kolkata")
    film = made.film()
    sheet = take_of(film, "మీరా, the robot 🤖", "still", status="ready")
    lines = made.approve(film, (sheet, "6.50"), (take_of(film, 1), "100.00"))
    made.pay(lines[0], "6.50")
    return made


def rows(month: Month, query: str = "?format=csv") -> list[dict[str, str]]:
    answer = month.ask(query)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    return list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))


def test_it_has_a_header_and_the_lines_of_the_json_to_the_cent(month: Month) -> None:
    document = month.read()
    found = rows(month)
    assert list(found[0]) == HEADER.split(",") == list(statement_csv.COLUMNS)
    for row, line in zip(found, document["lines"], strict=True):
        same = ("film", "film_id", "name", "tier", "engine", "license", "outcome", "billed", "spent", "held")
        assert {name: row[name] for name in same} == {name: line[name] for name in same}
        assert (row["month"], row["line"]) == (document["month"], line["id"])


def test_times_are_those_of_the_studio_s_clock_on_the_wall(month: Month) -> None:
    paid, open_one = rows(month)
    for name in ("placed_at", "resolved_at"):
        assert (
            datetime.fromisoformat(paid[name]).utcoffset()
            == datetime.now(ZoneInfo("Asia/Kolkata")).utcoffset()
        )
    assert open_one["resolved_at"] == ""


def test_every_script_and_sign_arrives_as_it_was_written(month: Month) -> None:
    assert rows(month)[0]["name"] == "మీరా, the robot 🤖"
    assert month.ask("?format=csv").content.decode().endswith("\r\n")


@pytest.mark.parametrize(
    "name",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "＝1",
        "＋1",
        "－1",
        "＠a",
        '=HYPERLINK("x")',
    ],
)
def test_a_name_that_could_be_a_formula_is_shown_and_not_worked_out(name: str) -> None:
    month = Month.of()
    film = month.film()
    month.approve(film, (take_of(film, name, "still"), "6.50"))
    assert rows(month)[0]["name"] == f"'{name}"
    assert month.read()["lines"][0]["name"] == name


@pytest.mark.parametrize("name", ["Mira", "shot-01", "a = b", "", "'quoted'"])
def test_other_names_are_left_alone(name: str) -> None:
    assert statement_csv.harmless(name) == name


def test_a_browser_saves_it_under_a_name_of_its_own(month: Month) -> None:
    answer = month.ask("?format=csv&month=2020-02")
    assert answer["Content-Disposition"] == 'attachment; filename="statement-lumen-2020-02.csv"'
    assert answer.content.decode() == HEADER + "\r\n"
    assert "Content-Disposition" not in month.ask()


@pytest.mark.parametrize(
    ("query", "accept", "kind"),
    [
        ("", "*/*", "application/json"), ("", "application/json", "application/json"), ("", "text/csv", "text/csv"),
        ("", "text/csv, */*;q=0.1", "text/csv"), ("?format=csv", "application/json", "text/csv"),
        ("?format=csv", "image/png", "text/csv"), ("?format=json", "text/csv", "application/json"),
    ],
)  # fmt: skip
def test_the_query_beats_the_header_and_json_is_the_rule(
    month: Month, query: str, accept: str, kind: str
) -> None:
    answer = month.ask(query, accept=accept)
    assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (200, kind)
    assert "Accept" in answer["Vary"]


@pytest.mark.parametrize("word", ["xml", "api", "CSV", ""])
def test_a_format_that_it_does_not_come_in_is_refused_in_a_sentence(month: Month, word: str) -> None:
    answer = month.ask(f"?format={word}", accept="text/csv")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["fields"] == {"format": ["A statement comes as json or csv."]}


def test_a_header_that_asks_for_something_else_is_refused(month: Month) -> None:
    assert month.ask(accept="image/png").status_code == 406


def test_a_refusal_is_a_problem_document_for_those_who_wanted_a_sheet_too(month: Month) -> None:
    answer = month.ask("?format=csv", door=door_of(month.door.studio, role="producer"), accept="text/csv")
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert answer.json()["code"] == "forbidden"
    assert month.ask("?month=never", accept="text/csv").json()["code"] == "invalid_input"

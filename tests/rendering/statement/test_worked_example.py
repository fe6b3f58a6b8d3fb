"""The statement in docs/money.md, made by the service and compared figure by figure."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rendering.models import Film, Take
from tests.billing.bills import broken
from tests.rendering.statement.months import Month, casting_of, take_of

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).parents[3] / "docs" / "money.md"
LINE = ("film", "name", "tier", "engine", "outcome", "billed", "spent", "held")
TOTAL = ("name", "lines", "billed", "spent", "held")


def test_the_worked_example_is_what_the_service_says() -> None:
    month = Month.of(ceiling="5000")
    shoot_the_fox(month)
    shoot_the_harbour(month)
    _, line = casting_of(month, "done")
    month.pay(line, "0.42")
    document = month.read()
    assert list(tables(document)) == list(told())
    page = PAGE.read_text().partition("\n## The statement\n")[2]
    assert f"**{document['spent']}** are spent and **{document['held']}** held" in page
    assert f"Of {document['ceiling']} credits" in page
    assert f"{document['left']} are left" in page
    assert broken() == []


def shoot_the_fox(month: Month) -> None:
    """Every line paid at its bill."""
    film = month.film("fox-bridge")
    stills = [take_of(film, place, "still", status="ready") for place in ("Fox", "Bridge", "River", 1)]
    paid(month, film, *((still, "6.50") for still in stills))
    paid(month, film, (clip(film, 1, "draft"), "17.50"), (clip(film, 1, "master"), "35.00"))


def shoot_the_harbour(month: Month) -> None:
    """A failure and a second try below its bill, a dropped shot, a lost answer."""
    film = month.film("harbour")
    refused, dropped = clip(film, 1, "draft", status="failed"), clip(film, 2, "draft", status="dropped")
    failed, given_back = month.approve(film, (refused, "17.50"), (dropped, "17.50"))
    month.order(refused, failed, "failed")
    month.give_back(failed)
    month.give_back(given_back)
    again, master = clip(film, 1, "draft", number=2), clip(film, 1, "master", status="ordered")
    second, lost = month.approve(film, (again, "17.50"), (master, "35.00"))
    month.pay(second, "16.00")
    month.order(master, lost, "in_doubt")


def clip(film: Film, shot: int, tier: str, *, number: int = 1, status: str = "ready") -> Take:
    take = take_of(film, shot, tier, number=number, status=status)
    Take.objects.for_studio(film.studio_id).filter(pk=take.pk).update(engine="seedance-1.5")
    return take


def paid(month: Month, film: Film, *wanted: tuple[Take, str]) -> None:
    for line, (_, amount) in zip(month.approve(film, *wanted), wanted, strict=True):
        month.pay(line, amount)


def tables(document: Any) -> Iterator[list[str]]:
    """The rows of the page's two tables, as the service would have them."""
    for line in document["lines"]:
        yield [str(line[column]) for column in LINE]
    for of in ("film", "tier", "engine"):
        for total in document[f"by_{of}"]:
            yield [of, *(str(total[column]) for column in TOTAL)]


def told() -> Iterator[list[str]]:
    """The rows as the page has them."""
    section = PAGE.read_text().partition("\n## The statement\n")[2].partition("\n## ")[0]
    for row in re.findall(r"^\| (.*) \|$", section, re.MULTILINE):
        cells = row.split(" | ")
        if cells[0] not in ("film", "totals of") or cells[1] != "name":
            yield cells

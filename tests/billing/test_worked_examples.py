"""The stories of docs/money.md, played on the real services; the tables are read from the page."""

from datetime import UTC, datetime, timedelta

import pytest

from billing import port
from billing.models import Cap
from billing.port import Payer, Planned, Spec
from billing.services import prices, topups
from core import clock as database_clock
from core.amounts import Credits
from tests.architecture import source
from tests.billing.bills import FILM, approve, broken, figures, pay, payer, show
from tests.billing.moved_clock import Clock

pytestmark = pytest.mark.django_db
SEEDANCE, SEEDREAM = "bytedance/seedance-1.5-pro", "seedream/4.5-text-to-image"
Row = tuple[str, ...]


def table(title: str) -> list[Row]:
    """The rows of the table under this heading of the page."""
    _, _, after = (source.ROOT / "docs" / "money.md").read_text().partition(f"### {title}\n")
    lines = [line for line in after.partition("\n### ")[0].splitlines() if line.startswith("|")]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines[2:]]


def chain(who: Payer, month: str = "") -> list[Row]:
    """The chain of the studio's month, as the page writes it."""
    months = Cap.objects.for_studio(who.studio_id).filter(scope="studio_month").order_by("month")
    entries = (months.get(month=month) if month else months.get()).entries.order_by("sequence")
    return [
        (
            str(entry.sequence), entry.kind, str(entry.amount), str(entry.released), str(entry.held_after),
            str(entry.spent_after), str(entry.ceiling_after),
        )
        for entry in entries
    ]  # fmt: skip


def studio(ceiling: str) -> Payer:
    who = payer(ceiling=ceiling)
    prices.publish(prices.SHIPPED.read_text(), source="shipped")
    return who


def stills(count: int) -> list[Planned]:
    spec = Spec(model=SEEDREAM, kind="still", resolution="any")
    return [
        Planned(work=f"still/{number}", kind="still", label="sheet", spec=spec) for number in range(count)
    ]


def clips(resolution: str, *seconds: int, kind: str = "draft") -> list[Planned]:
    return [
        Planned(
            work=f"{kind}/{number}", kind=kind, label=f"shot-{number:02}",
            spec=Spec(model=SEEDANCE, kind="clip", resolution=resolution, seconds=length, audio=True),
        )
        for number, length in enumerate(seconds, 1)
    ]  # fmt: skip


def approved(who: Payer, planned: list[Planned]) -> list[str]:
    approve(who, show(who, planned))
    return lines(who, planned)


def lines(who: Payer, planned: list[Planned]) -> list[str]:
    released = port.released_lines(who.studio_id, FILM)
    return [released[line.work].id for line in planned]


def test_from_an_idea_to_a_film() -> None:
    who = studio("5000")
    port.set_budget(who.studio_id, subject=FILM, ceiling=Credits("100"))
    kinds = ["still", "draft", "master"]
    port.give_mandate(who, subject=FILM, kinds=kinds, ceiling=Credits("100"), by=who.license)
    sheets, shoot = stills(4), [*clips("480p", 5), *clips("720p", 5, kind="master")]
    for bill, costs in [(sheets, ["6.50"] * 4), (shoot, ["17.50", "35.00"])]:
        assert port.release_under_mandate(who, subject=FILM, planned=bill)
        for line, cost in zip(lines(who, bill), costs, strict=True):
            pay(who, {line: cost})
    assert chain(who) == table("From an idea to a film")
    assert figures(who, "film", FILM) == ("0.00", "78.50")
    assert broken() == []


def test_charged_less_charged_more_and_failed() -> None:
    who = studio("100")
    less, more, failed = approved(who, clips("480p", 5, 5, 5))
    pay(who, {less: "16.00"})
    pay(who, {more: "20.00"})
    port.void(who.studio_id, [failed])
    assert chain(who) == table("Charged less, charged more, and failed")


def test_a_budget_that_is_reached() -> None:
    who = studio("100")
    port.set_budget(who.studio_id, subject=FILM, ceiling=Credits("40"))
    approved(who, clips("480p", 5, 5, 5))
    assert figures(who, "film", FILM) == ("35.00", "0.00")
    port.set_budget(who.studio_id, subject=FILM, ceiling=Credits("60"))
    assert port.fund_waiting(who, subject=FILM) == 1
    assert chain(who) == table("A budget that is reached")


def test_a_raise_that_ends_while_it_is_used(clock: Clock) -> None:
    who, tomorrow = studio("100"), database_clock.from_now(days=1)
    topups.give(
        who.studio_id, Credits("50"), reason="masters", expires_at=tomorrow, timezone="UTC", by="operator"
    )
    first, second, third = approved(who, clips("720p", 5, 5, 10, kind="master"))
    clock.move(timedelta(days=1))
    topups.end_due()
    pay(who, {first: "35.00"})
    port.void(who.studio_id, [second])
    pay(who, {third: "60.00"})
    assert chain(who) == table("A raise that ends while it is used")
    assert broken() == []


def test_a_month_that_turns(clock: Clock) -> None:
    clock.set_to(datetime(2026, 11, 30, 12, tzinfo=UTC))
    who = studio("100")
    first, second = approved(who, clips("480p", 5, 5))
    pay(who, {first: "17.50"})
    clock.set_to(datetime(2026, 12, 1, 12, tzinfo=UTC))
    pay(who, {second: "17.50"})
    assert chain(who) == table("A month that turns")
    assert str(port.month_figures(who).left) == "100.00"


def test_every_example_of_the_page_is_played() -> None:
    page = (source.ROOT / "docs" / "money.md").read_text().partition("## Worked examples")[2]
    titles = [line.removeprefix("### ") for line in page.splitlines() if line.startswith("### ")]
    played = [
        title for title in titles if f"test_{title.lower().replace(',', '').replace(' ', '_')}" in globals()
    ]
    assert played == titles

from dataclasses import replace
from typing import Any

import pytest
from django.db import DataError, IntegrityError, transaction

from billing import port
from billing.errors import PriceNotKnown
from billing.models import Price, PriceBook, Quote, QuoteLine
from billing.port import Payer, Planned, Spec
from billing.services import prices, quotes
from core.amounts import Credits
from core.errors import Unavailable
from tests.billing.bills import BOOK, FILM, payer, show, without_triggers, work

pytestmark = pytest.mark.django_db
CLIP = Spec(model="engine/clip", kind="clip", resolution="480p", seconds=5)
STILL = Spec(model="engine/still", kind="still", resolution="1K")


@pytest.fixture
def who() -> Payer:
    return payer()


def planned(spec: Spec, name: str = "flm_a/1") -> Planned:
    return Planned(work=name, kind="draft", label="shot-01", spec=spec)


def quote(who: Payer, *lines: Planned) -> Quote:
    return quotes.make(who.studio_id, subject=FILM, planned=lines)


def test_each_line_is_priced_by_the_book_and_the_total_is_their_sum(who: Payer) -> None:
    made = quote(who, planned(CLIP, "a"), planned(STILL, "b"), *work("0.50"))
    assert [(line.work, str(line.amount)) for line in made.lines.all()] == [
        ("a", "95.00"), ("b", "8.00"), ("flm_a/1", "0.50"),
    ]  # fmt: skip
    assert str(made.total) == "103.50"


def test_a_line_says_exactly_what_would_be_ordered(who: Payer) -> None:
    line = quote(who, planned(CLIP)).lines.get()
    assert line.spec == {
        "model": "engine/clip", "kind": "clip", "resolution": "480p", "seconds": 5, "audio": None,
    }  # fmt: skip
    assert Spec.from_dict(line.spec) == CLIP


@pytest.mark.parametrize(
    "spec",
    [
        Spec(model="engine/unheard", kind="still", resolution="1K"),
        Spec(model="engine/still", kind="still", resolution="8K"),
        Spec(model="engine/still", kind="clip", resolution="1K", seconds=5),
    ],
)
def test_a_price_that_is_not_known_refuses_the_whole_bill_and_names_it(who: Payer, spec: Spec) -> None:
    with pytest.raises(PriceNotKnown) as refusal:
        quote(who, planned(CLIP, "a"), planned(spec, "b"))
    assert refusal.value.extras == {"engine": spec.model, "tier": spec.resolution, "unit": spec.unit}
    assert spec.model in refusal.value.detail
    assert (refusal.value.status, refusal.value.code) == (422, "unknown_price")
    assert not Quote._base_manager.exists()


def test_a_price_that_is_not_clear_refuses_as_well(who: Payer) -> None:
    prices.publish(BOOK + "engine/still,any,n/a,image,9\n", source="ambiguous")
    with pytest.raises(PriceNotKnown, match="more than one price"):
        quote(who, planned(STILL))


def test_without_any_prices_nothing_is_quoted(who: Payer) -> None:
    with without_triggers():
        Price.objects.all().delete()
        PriceBook.objects.all().delete()
    with pytest.raises(Unavailable):
        quote(who, *work("1.00"))


def test_a_bill_keeps_its_prices_when_they_change(who: Payer) -> None:
    made = quote(who, planned(STILL))
    prices.publish(BOOK.replace("image,8", "image,9"), source="newer")
    made.refresh_from_db()
    assert (str(made.total), made.book.source) == ("8.00", "test")
    assert port.price_each([planned(STILL)]) == [Credits("9.00")]


def test_the_same_work_twice_in_a_bill_is_refused(who: Payer) -> None:
    with pytest.raises(IntegrityError, match="quoteline_work_once"), transaction.atomic():
        quote(who, planned(CLIP, "a"), planned(STILL, "a"))


def test_work_that_costs_nothing_is_no_line_of_a_bill(who: Payer) -> None:
    with pytest.raises(IntegrityError, match="quoteline_amount_positive"), transaction.atomic():
        quote(who, *work("0.00"))


@pytest.mark.parametrize(
    "change",
    [
        {"work": "other"},
        {"kind": "master"},
        {"spec": {}},
        {"amount": Credits("9.99")},
        {"public_id": "qln_other"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_digest_covers_every_line(who: Payer, change: dict[str, Any]) -> None:
    made = quote(who, planned(CLIP, "a"), planned(STILL, "b"))
    QuoteLine.objects.for_studio(who.studio_id).filter(work="b").update(**change)
    assert quotes.digest_of(made, list(made.lines.all())) != made.digest


def test_the_digest_covers_the_bill_itself(who: Payer) -> None:
    made = quote(who, planned(CLIP, "a"), planned(STILL, "b"))
    lines = list(made.lines.all())
    assert quotes.digest_of(made, lines) == made.digest
    assert quotes.digest_of(made, lines[:1]) != made.digest
    assert quotes.digest_of(made, lines[::-1]) != made.digest
    for change in ({"studio_id": 0}, {"subject": "flm_b"}, {"book_id": 0}, {"total": Credits("1.00")}):
        other = Quote._base_manager.get(pk=made.pk)
        for name, value in change.items():
            setattr(other, name, value)
        assert quotes.digest_of(other, lines) != made.digest


@pytest.mark.django_db(transaction=True)
def test_a_bill_that_can_not_be_written_leaves_no_part_of_it() -> None:
    who = payer()
    with pytest.raises(DataError):
        quotes.make(who.studio_id, subject=FILM, planned=[replace(work("1.00")[0], label="x" * 121)])
    assert not Quote._base_manager.exists()


def test_lines_are_counted_from_one(who: Payer) -> None:
    made = quote(who, planned(CLIP), planned(STILL, "flm_a/2"))
    assert [line.position for line in made.lines.all()] == [1, 2]


def test_a_bill_is_shown_with_totals_by_kind(who: Payer) -> None:
    view = show(who, [*work("10.00", "5.00"), *work("50.00", kind="master", first=3)]).quote
    assert view is not None
    assert (view.total, view.total_of("draft"), view.total_of("master"), view.total_of("still")) == (
        Credits("65.00"), Credits("15.00"), Credits("50.00"), Credits("0.00"),
    )  # fmt: skip
    assert [line.label for line in view.lines] == ["shot-01", "shot-02", "shot-03"]

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F, Func, QuerySet, Value
from django.db.models.functions import Now

from billing import port
from billing.models import Cap, Hold, LedgerEntry
from billing.services import caps, proof
from core.amounts import Credits
from tests.billing.bills import approved, broken, cap, pay, payer, without_triggers

pytestmark = pytest.mark.django_db
CHAIN = "the chain of every cap is whole up to its newest entry"


@pytest.fixture
def month() -> Cap:
    """A month in which 10 of 30 held credits were paid, 20 are still held, and 5 were given back."""
    who = payer()
    first, _ = approved(who, "10.00", "20.00")
    pay(who, {first: "10.00"})
    port.void(who.studio_id, approved(who, "5.00", first=3))
    return cap(who)


def entries(month: Cap) -> list[LedgerEntry]:
    return list(month.entries.order_by("sequence"))


def tamper(rows: QuerySet[Any], **changes: Any) -> None:
    with without_triggers():
        assert rows.update(**changes)


def place(month: Cap, sequence: int) -> QuerySet[LedgerEntry]:
    return LedgerEntry._base_manager.filter(cap=month, sequence=sequence)


def month_of(month: Cap) -> QuerySet[Cap]:
    return Cap._base_manager.filter(pk=month.pk)


def test_every_move_is_an_entry_with_the_amounts_after_it(month: Cap) -> None:
    assert [
        (entry.sequence, entry.kind, str(entry.amount), str(entry.held_after), str(entry.spent_after))
        for entry in entries(month)
    ] == [
        (1, "open", "0.00", "0.00", "0.00"),
        (2, "authorize", "30.00", "30.00", "0.00"),
        (3, "capture", "10.00", "20.00", "10.00"),
        (4, "authorize", "5.00", "25.00", "10.00"),
        (5, "void", "5.00", "20.00", "10.00"),
    ]
    assert broken() == []


def test_each_entry_carries_the_digest_of_the_one_before(month: Cap) -> None:
    chain = entries(month)
    assert [entry.previous_digest for entry in chain] == ["", *(entry.digest for entry in chain[:-1])]
    assert len({entry.digest for entry in chain}) == 5


def test_a_writer_can_not_choose_a_digest(month: Cap) -> None:
    entry = LedgerEntry.objects.create(
        cap=month, sequence=6, kind="ceiling", amount=0, held_after=20, spent_after=10, reference="x",
        previous_digest="f" * 64, digest="f" * 64,
    )  # fmt: skip
    entry.refresh_from_db()
    assert entry.previous_digest == entries(month)[4].digest
    assert entry.digest != "f" * 64


def test_no_entry_is_ever_changed(month: Cap) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        month.entries.filter(sequence=1).update(amount=0)


def test_no_entry_is_ever_taken_away(month: Cap) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        month.entries.filter(sequence=4).delete()


def test_a_place_in_the_chain_is_taken_once(month: Cap) -> None:
    with pytest.raises(IntegrityError, match="ledgerentry_sequence_once"), transaction.atomic():
        LedgerEntry.objects.create(
            cap=month, sequence=4, kind="void", amount=1, held_after=0, spent_after=0, reference="x"
        )


def test_no_place_in_the_chain_is_left_out(month: Cap) -> None:
    with pytest.raises(IntegrityError, match="the entry before is missing"), transaction.atomic():
        LedgerEntry.objects.create(
            cap=month, sequence=7, kind="void", amount=1, held_after=0, spent_after=0, reference="x"
        )


def test_no_amount_is_negative(month: Cap) -> None:
    with pytest.raises(IntegrityError, match="ledgerentry_not_negative"), transaction.atomic():
        LedgerEntry.objects.create(
            cap=month, sequence=6, kind="void", amount=-1, held_after=0, spent_after=0, reference="x"
        )


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 9}, {"released": 1}, {"held_after": 0}, {"spent_after": 1}, {"ceiling_after": 5},
        {"ceiling_after": None}, {"reference": "other"}, {"kind": "ceiling"}, {"digest": "0" * 64},
        {"previous_digest": "0" * 64}, {"sequence": 9}, {"at": datetime(2026, 1, 1, tzinfo=UTC)},
    ],
    ids=str,
)  # fmt: skip
def test_a_change_behind_the_triggers_is_found(month: Cap, change: dict[str, Any]) -> None:
    tamper(place(month, 3), **change)
    assert CHAIN in broken()


@pytest.mark.parametrize("sequence", [1, 5])
def test_so_is_one_at_either_end_of_the_chain(month: Cap, sequence: int) -> None:
    tamper(place(month, sequence), reference="other")
    assert CHAIN in broken()


def sealed(**said: Any) -> Func:
    """The digest of an entry that says this instead."""
    names = (
        "previous_digest", "cap_id", "sequence", "kind", "amount", "released", "held_after", "spent_after",
        "ceiling_after", "reference", "at",
    )  # fmt: skip
    return Func(*(said.get(name, name) for name in names), function="billing_entry_digest")


def test_a_rewritten_entry_with_a_fitting_digest_breaks_the_link_after_it(month: Cap) -> None:
    tamper(place(month, 3), reference="other", digest=sealed(reference=Value("other")))
    assert broken() == [CHAIN]


def test_a_chain_that_begins_in_the_middle_is_not_whole_however_well_it_is_sealed(month: Cap) -> None:
    with without_triggers():
        month.entries.filter(sequence__lt=5)._raw_delete("default")
    tamper(place(month, 5), previous_digest="", digest=sealed(previous_digest=Value("")))
    chain = next(equation for equation in proof.equations() if equation.says == CHAIN)
    assert (chain.left, chain.right, chain.broken) == ("1", "0", 1)


@pytest.mark.parametrize("sequence", [1, 2, 3, 4, 5])
def test_an_entry_that_is_gone_is_missed(month: Cap, sequence: int) -> None:
    with without_triggers():
        place(month, sequence).delete()
    assert CHAIN in broken()


def test_a_chain_that_is_gone_whole_is_missed_even_where_nothing_is_left() -> None:
    who = payer()
    port.void(who.studio_id, approved(who, "10.00"))
    assert broken() == []
    with without_triggers():
        LedgerEntry._base_manager.filter(cap=cap(who)).delete()
    assert broken() == [CHAIN]


def test_an_entry_that_no_cap_knows_of_is_found(month: Cap) -> None:
    LedgerEntry.objects.create(
        cap=month,
        sequence=6,
        kind="ceiling",
        amount=0,
        held_after=20,
        spent_after=10,
        ceiling_after=100,
        reference="x",
    )
    assert broken() == [CHAIN]


@pytest.mark.parametrize("changed", ["held", "spent", "sequence", "ceiling"])
def test_a_cap_that_says_something_else_than_its_chain_is_found(month: Cap, changed: str) -> None:
    tamper(month_of(month), **{changed: F(changed) + 1})
    assert CHAIN in broken()


def test_a_ceiling_that_was_raised_past_the_ledger_is_found(month: Cap) -> None:
    caps.set_ceiling(month, Credits("120"), reference="top-up")
    assert broken() == []
    tamper(month_of(month), ceiling=None)
    assert broken() == [CHAIN]


@pytest.mark.parametrize(
    ("change", "equation"),
    [
        ({"amount": 21}, "every cap's held = its open holds"),
        ({"status": "voided", "resolved_at": Now()}, "every cap's held = its open holds"),
        (
            {"status": "captured", "captured": 1, "resolved_at": Now()},
            "every cap's spent = its captured holds",
        ),
    ],
)
def test_a_hold_that_was_changed_without_the_ledger_is_found(
    month: Cap, change: dict[str, Any], equation: str
) -> None:
    tamper(Hold._base_manager.filter(status="authorized"), **change)
    assert equation in broken()


def test_the_proof_gives_its_figures(month: Cap) -> None:
    told = {equation.says: (equation.left, equation.right) for equation in proof.equations()}
    assert told == {
        "every cap's held = the sum of its ledger entries": ("20.00", "20.00"),
        "every cap's held = its open holds": ("20.00", "20.00"),
        "every cap's spent = the sum of its ledger entries": ("10.00", "10.00"),
        "every cap's spent = its captured holds": ("10.00", "10.00"),
        "every captured hold has an approval line of its amount": ("1", "1"),
        "every other hold has one, too": ("2", "2"),
        "every hold is charged to the caps of its studio, film and mandate": ("3", "3"),
        "every granted top-up raised its month once, by its amount": ("0", "0"),
        "every entry follows from the one before it": ("5", "5"),
        CHAIN: ("5", "5"),
    }
    assert proof.captured_total() == Credits("10.00")


def test_two_caps_chains_do_not_touch_each_other(month: Cap) -> None:
    other = payer("nadir")
    approved(other, "1.00")
    assert cap(other).entries.get(sequence=1).previous_digest == ""
    assert broken() == []


@pytest.mark.parametrize("amount", ["held", "spent", "overhang"])
def test_a_cap_can_not_begin_with_amounts(amount: str) -> None:
    who = payer()
    with pytest.raises(IntegrityError, match="begins with nothing"), transaction.atomic():
        Cap.objects.create(
            studio_id=who.studio_id, scope="film", subject="flm_new", ceiling=100, **{amount: 1}
        )

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from django.db import DataError, IntegrityError, transaction

from billing import port
from billing.errors import AlreadyAnswered, GateChanged, NoOpenGate
from billing.models import Gate
from billing.port import GateView, Payer
from tests.billing.bills import FILM, payer, show, work
from tests.core.at_once import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def who() -> Payer:
    return payer()


def show_script(who: Payer, text: str = "INT. BUS STOP", *, film: str = FILM) -> GateView:
    return port.show(who.studio_id, subject=film, kind="script", shown={"text": [text]}, planned=None)


def answer(who: Payer, gate: GateView, word: str = "stop", **other: Any) -> None:
    asked = {"gate": gate.id, "digest": gate.digest, "note": "", "by": who.license, **other}
    port.answer(who, answer=word, **asked)


def stored(gate: GateView) -> Gate:
    return Gate._base_manager.get(public_id=gate.id)


def test_what_is_shown_waits_until_it_is_answered(who: Payer) -> None:
    gate = show_script(who)
    assert port.open_gate_of(who.studio_id, FILM) == gate
    answer(who, gate, "revise", note="make the ending happier")
    assert port.open_gate_of(who.studio_id, FILM) is None
    row = stored(gate)
    assert (row.status, row.answer, row.note, row.answered_by) == (
        "answered", "revise", "make the ending happier", who.license,
    )  # fmt: skip
    assert row.answered_at is not None


def test_what_is_shown_next_takes_its_place(who: Payer) -> None:
    first, second = show_script(who, "one"), show_script(who, "two")
    assert port.open_gate_of(who.studio_id, FILM) == second
    assert stored(first).status == "superseded"
    with pytest.raises(GateChanged):
        answer(who, first)


@pytest.mark.django_db(transaction=True)
def test_a_gate_that_can_not_be_opened_leaves_the_open_one_as_it_was() -> None:
    who = payer()
    open_one = show_script(who)
    with pytest.raises(DataError):
        port.show(who.studio_id, subject=FILM, kind="x" * 200, shown={}, planned=None)
    assert port.open_gate_of(who.studio_id, FILM) == open_one


def test_what_a_gate_takes_is_told_for_exactly_what_it_shows(who: Payer) -> None:
    taken = partial(port.answers_taken, who.studio_id, subject=FILM)
    assert taken(gate="gat_none", digest="") == []
    gate = port.show(
        who.studio_id, subject=FILM, kind="script", shown={"answers": ["approve", "stop"]}, planned=None
    )
    assert taken(gate=gate.id, digest=gate.digest) == ["approve", "stop"]
    for other in ({"gate": "gat_none", "digest": gate.digest}, {"gate": gate.id, "digest": "x"}):
        with pytest.raises(GateChanged):
            taken(**other)


def test_each_film_has_its_own(who: Payer) -> None:
    first, second = show_script(who), show_script(who, film="flm_b")
    assert port.open_gates_of(who.studio_id, [FILM, "flm_b", "flm_c"]) == {FILM: first, "flm_b": second}


def test_a_second_open_gate_is_refused_by_the_database(who: Payer) -> None:
    show_script(who)
    with pytest.raises(IntegrityError, match="gate_one_open_per_subject"), transaction.atomic():
        Gate.objects.create(studio_id=who.studio_id, subject=FILM, kind="script", shown={}, digest="d")


def test_an_answered_gate_without_an_answer_is_refused_by_the_database(who: Payer) -> None:
    show_script(who)
    with pytest.raises(IntegrityError, match="gate_answered_has_answer"), transaction.atomic():
        Gate.objects.for_studio(who.studio_id).update(status="answered")


def test_an_answer_to_something_else_than_what_is_shown_is_refused(who: Payer) -> None:
    gate = show_script(who)
    with pytest.raises(GateChanged):
        answer(who, gate, digest="0" * 64)
    assert port.open_gate_of(who.studio_id, FILM) == gate


def test_a_second_answer_is_refused_and_the_first_stands(who: Payer) -> None:
    gate = show_script(who)
    answer(who, gate, "stop")
    with pytest.raises(AlreadyAnswered):
        answer(who, gate, "auto")
    assert stored(gate).answer == "stop"


def test_another_studio_s_gate_is_as_good_as_none(who: Payer) -> None:
    gate = show_script(who)
    with pytest.raises(NoOpenGate):
        answer(payer("nadir"), gate)
    assert port.open_gate_of(who.studio_id, FILM) == gate


def test_a_gate_that_was_never_opened_can_not_be_answered(who: Payer) -> None:
    with pytest.raises(NoOpenGate):
        answer(who, replace(show_script(who), id="gat_nowhere"))


def test_a_gate_may_be_taken_away(who: Payer) -> None:
    gate = show_script(who)
    port.withdraw_gate(who.studio_id, FILM)
    port.withdraw_gate(who.studio_id, FILM)
    assert port.open_gate_of(who.studio_id, FILM) is None
    with pytest.raises(GateChanged):
        answer(who, gate)


def test_the_digest_covers_all_that_is_shown(who: Payer) -> None:
    digests = [
        show_script(who, "one").digest,
        show_script(who, "two").digest,
        show_script(who, "two", film="flm_b").digest,
        port.show(who.studio_id, subject=FILM, kind="plan", shown={"text": ["one"]}, planned=None).digest,
        show(who, work("10.00")).digest,
        show(who, work("10.01")).digest,
    ]
    assert len(set(digests)) == len(digests)
    assert show_script(who, "one").digest == digests[0]


@pytest.mark.django_db(transaction=True)
def test_of_many_answers_at_once_one_counts() -> None:
    who = payer()
    gate = show_script(who)
    told = at_once([partial(answer, who, gate, word) for word in ("stop", "auto", "revise", "steer")])
    assert told.count(None) == 1
    assert sum(isinstance(refusal, AlreadyAnswered) for refusal in told) == 3
    assert stored(gate).answer == ("stop", "auto", "revise", "steer")[told.index(None)]


def test_each_film_has_the_gate_that_was_opened_for_it() -> None:
    who = payer("several")
    first, second = (show(who, work("1.00", film=film), film=film) for film in ("flm_a", "flm_b"))
    for film, gate in [("flm_a", first), ("flm_b", second)]:
        found = port.open_gate_of(who.studio_id, film)
        assert found is not None
        assert found.id == gate.id

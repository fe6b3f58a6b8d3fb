"""The same money, asked for by many connections at the same moment."""

from collections.abc import Callable
from functools import partial
from threading import Event

import pytest
from django.db import transaction

from billing import port
from billing.errors import AlreadyAnswered, CeilingTooLow, InsufficientAllowance, NotPermitted
from billing.models import Allowance, Approval, ApprovalLine, Cap, Hold
from billing.port import GateView, Payer, Permit
from billing.services import caps
from core import locks
from core.amounts import Credits
from tests.billing.bills import (
    FILM,
    approve,
    approved,
    broken,
    cap,
    figures,
    forget_months,
    pay,
    payer,
    show,
    uses,
    work,
)
from tests.core.at_once import at_once, beside, meanwhile, until_somebody_waits_for_a_lock

pytestmark = pytest.mark.django_db(transaction=True)


def gates(who: Payer, count: int, *costs: str) -> list[GateView]:
    """So many films, each with this bill in front of a person."""
    films = [f"flm_{number}" for number in range(count)]
    return [show(who, work(*costs, film=film), film=film) for film in films]


def test_thirty_two_on_one_cap_get_exactly_what_fits() -> None:
    who = payer(ceiling="100")
    told = at_once([partial(approve, who, gate) for gate in gates(who, 32, "7.00")])
    refused = [answer for answer in told if answer is not None]
    assert len(told) - len(refused) == 100 // 7
    assert {type(refusal) for refusal in refused} == {InsufficientAllowance}
    assert figures(who) == ("98.00", "0.00")
    assert (
        Approval.objects.for_studio(who.studio_id).count()
        == Hold.objects.for_studio(who.studio_id).count()
        == 14
    )
    assert [
        refusal.extras["available"] for refusal in refused if isinstance(refusal, InsufficientAllowance)
    ] == ["2.00"] * 18
    assert broken() == []


def test_bills_of_several_lines_pass_whole_or_not_at_all_under_two_caps() -> None:
    who = payer(ceiling="100", license_ceiling="61")
    told = at_once([partial(approve, who, gate) for gate in gates(who, 12, "7.00", "3.00", "0.01")])
    assert told.count(None) == 6
    assert figures(who) == figures(who, "license_month", who.license) == ("60.06", "0.00")
    assert Hold.objects.for_studio(who.studio_id).count() == 18
    assert broken() == []


def test_a_month_is_opened_once_however_many_touch_it_first() -> None:
    who = payer()
    forget_months()
    told = at_once([partial(approve, who, gate) for gate in gates(who, 8, "10.00")])
    assert told == [None] * 8
    assert figures(who) == ("80.00", "0.00")
    assert broken() == []


def test_one_of_many_same_answers_counts() -> None:
    who = payer()
    gate = show(who, work("10.00"))
    told = at_once([partial(approve, who, gate)] * 8)
    assert told.count(None) == 1
    assert sum(isinstance(answer, AlreadyAnswered) for answer in told) == 7
    assert figures(who) == ("10.00", "0.00")
    assert ApprovalLine.objects.for_studio(who.studio_id).count() == 1


def test_what_was_reported_is_paid_once_and_either_paid_or_given_back() -> None:
    who = payer(license_ceiling="100")
    lines = approved(who, "10.00", "20.00")
    calls: list[Callable[[], None]] = [partial(pay, who, dict.fromkeys(lines, "8.00"))] * 4
    calls += [partial(port.void, who.studio_id, lines)] * 4
    assert at_once(calls) == [None] * 8
    assert figures(who) in [("0.00", "16.00"), ("0.00", "0.00")]
    assert figures(who, "license_month", who.license) == figures(who)
    assert cap(who).sequence == 3
    assert broken() == []


def test_captures_in_opposite_orders_wait_for_each_other_and_all_arrive() -> None:
    who = payer()
    films = [f"flm_{number}" for number in range(6)]
    for film in films:
        port.set_budget(who.studio_id, subject=film, ceiling=Credits("15"))
    lines = [approved(who, "10.00", film=film)[0] for film in films]
    pairs = [{one: "9.00", lines[-1 - place]: "9.00"} for place, one in enumerate(lines)]
    assert at_once([partial(pay, who, pair) for pair in pairs]) == [None] * 6
    assert figures(who) == ("0.00", "54.00")
    assert broken() == []


def test_a_ceiling_that_sinks_meanwhile_is_never_passed() -> None:
    who = payer(ceiling="100")
    shown = gates(who, 12, "10.00")

    def sink() -> None:
        caps.set_allowance(who.studio_id, Credits("50"), timezone="UTC")

    calls: list[Callable[[], None]] = [partial(approve, who, gate) for gate in shown]
    told = at_once([*calls, sink])
    row = cap(who)
    assert row.ceiling is not None
    assert row.held <= row.ceiling
    assert {type(answer) for answer in told if answer} <= {InsufficientAllowance, CeilingTooLow}
    assert row.held == 10 * told[:-1].count(None)
    assert Allowance.objects.for_studio(who.studio_id).get().ceiling == row.ceiling
    assert broken() == []


@pytest.mark.parametrize("move", ["authorize", "capture", "void"])
def test_who_waited_while_a_ceiling_rose_meets_the_new_one(move: str) -> None:
    who = payer(ceiling="10")
    (first,) = approved(who, "10.00")
    second, third = (show(who, work("20.00", film=film), film=film) for film in ("flm_b", "flm_c"))
    call = {
        "authorize": partial(approve, who, third),
        "capture": partial(pay, who, {first: "10.00"}),
        "void": partial(port.void, who.studio_id, [first]),
    }[move]

    def raises_it_and_holds_more() -> None:
        caps.set_allowance(who.studio_id, Credits("50"), timezone="UTC")
        approve(who, second)

    beside(raises_it_and_holds_more, call)
    after = {"authorize": ("50.00", "0.00"), "capture": ("20.00", "10.00"), "void": ("20.00", "0.00")}
    assert figures(who) == after[move]
    assert broken() == []


@pytest.mark.parametrize("move", ["authorize", "capture", "void"])
def test_a_move_takes_the_caps_in_the_order_of_their_ids_and_no_hold_before(move: str) -> None:
    who = payer()
    port.set_budget(who.studio_id, subject=FILM, ceiling=Credits("50"))
    (first,) = approved(who, "10.00")
    gate = show(who, work("5.00", first=2))

    def has_the_later_cap(reached: Event, go_on: Event) -> None:
        with transaction.atomic():
            locks.row(Cap.objects.for_studio(who.studio_id).filter(scope="film"))
            reached.set()
            go_on.wait()

    def moves(reached: Event, go_on: Event) -> None:
        reached.set()
        {
            "authorize": partial(approve, who, gate),
            "capture": partial(pay, who, {first: "10.00"}),
            "void": partial(port.void, who.studio_id, [first]),
        }[move]()

    with meanwhile(has_the_later_cap) as go_on, meanwhile(moves):
        until_somebody_waits_for_a_lock()
        with transaction.atomic():
            month = Cap._base_manager.filter(scope="studio_month").select_for_update(skip_locked=True)
            assert not month
            assert Hold._base_manager.select_for_update(skip_locked=True).get().status == "authorized"
        go_on.set()
    assert broken() == []


def test_a_budget_is_raised_and_used_while_an_order_of_the_film_is_paid() -> None:
    who = payer()
    port.set_budget(who.studio_id, subject=FILM, ceiling=Credits("10"))
    first, _ = approved(who, "10.00", "10.00")

    def raises_it(reached: Event, go_on: Event) -> None:
        with transaction.atomic():
            port.set_budget(who.studio_id, subject=FILM, ceiling=Credits("50"))
            reached.set()
            go_on.wait()
            assert port.fund_waiting(who, subject=FILM) == 1

    def pays_for_it(reached: Event, go_on: Event) -> None:
        reached.set()
        pay(who, {first: "10.00"})

    with meanwhile(raises_it) as go_on, meanwhile(pays_for_it):
        until_somebody_waits_for_a_lock()
        go_on.set()
    assert figures(who) == figures(who, "film", FILM) == ("10.00", "10.00")
    assert broken() == []


def test_a_budget_that_several_raise_at_once_funds_each_line_once() -> None:
    who = payer()
    port.set_budget(who.studio_id, subject=FILM, ceiling=Credits("10"))
    approved(who, "10.00", "10.00", "10.00")

    def raises_it() -> int:
        with transaction.atomic():
            port.set_budget(who.studio_id, subject=FILM, ceiling=Credits("50"))
            return port.fund_waiting(who, subject=FILM)

    told = at_once([raises_it] * 4)
    assert sorted(map(str, told)) == ["0", "0", "0", "2"]
    assert figures(who) == ("30.00", "0.00")
    assert cap(who, "film", FILM).entries.filter(kind="ceiling").count() == 1
    assert broken() == []


def test_a_line_serves_one_of_many_orders() -> None:
    who = payer()
    (line,) = approved(who, "10.00")
    spec = work("10.00")[0].described()

    def order(name: str) -> Permit:
        return port.verify(who.studio_id, subject=FILM, line=line, work=f"{FILM}/1", spec=spec, order=name)

    told = at_once([partial(order, f"att_{number}") for number in range(8)])
    assert sum(isinstance(answer, Permit) for answer in told) == 1
    assert {answer.reason for answer in told if isinstance(answer, NotPermitted)} == {"used"}
    assert uses(who) == 1


def test_one_gate_is_open_however_many_are_shown_at_once() -> None:
    who = payer()
    at_once([partial(show, who, work("10.00", first=number)) for number in (1, 2, 3, 4)])
    assert port.open_gate_of(who.studio_id, FILM) is not None


def test_an_allowance_that_sinks_waits_for_what_is_being_held_and_sees_it() -> None:
    who = payer(ceiling="100")
    gate = show(who, work("60.00"))

    told: list[BaseException] = []

    def sinks() -> None:
        try:
            caps.set_allowance(who.studio_id, Credits("50"), timezone="UTC")
        except CeilingTooLow as refusal:
            told.append(refusal)

    beside(partial(approve, who, gate), sinks)
    assert [refusal.extras["committed"] for refusal in told if isinstance(refusal, CeilingTooLow)] == [
        "60.00"
    ]
    assert (str(cap(who).ceiling), figures(who)) == ("100.00", ("60.00", "0.00"))
    assert broken() == []

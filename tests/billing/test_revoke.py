from functools import partial
from threading import Event
from typing import Any

import pytest
from django.db import transaction

from billing import port
from billing.errors import NotPermitted
from billing.models import Approval, Mandate
from billing.port import Payer, Permit
from core.amounts import Credits
from studios.models import AuditEntry
from tests.billing.bills import FILM, approved, broken, change, figures, pay, payer, unlocked, uses, work
from tests.core.at_once import at_once, meanwhile

pytestmark = pytest.mark.django_db
SPEC = work("10.00")[0].described()


@pytest.fixture
def who() -> Payer:
    return payer()


def revoke(who: Payer, *stopped: str) -> port.TakenBack:
    return port.revoke(who.studio_id, subject=FILM, stopped=stopped, by=who.license)


def order(who: Payer, line: str, number: int = 1, name: str = "att_1") -> Permit:
    return port.verify(who.studio_id, subject=FILM, line=line, work=f"{FILM}/{number}", spec=SPEC, order=name)


def test_what_no_order_has_taken_comes_back(who: Payer) -> None:
    approved(who, "10.00", "20.00")
    assert revoke(who) == (1, Credits("30.00"))
    assert figures(who) == ("0.00", "0.00")
    assert broken() == []


def test_an_order_after_it_is_refused(who: Payer) -> None:
    (line,) = approved(who, "10.00")
    revoke(who)
    with pytest.raises(NotPermitted, match="revoked"):
        order(who, line)
    assert uses(who) == 0


def test_a_signature_that_was_taken_back_is_worth_nothing_even_with_credits_held(who: Payer) -> None:
    (line,) = approved(who, "10.00")
    change(Approval, revoked_at=Approval._base_manager.get().created_at)
    with pytest.raises(NotPermitted, match="revoked"):
        order(who, line)


def test_an_order_before_it_goes_on_and_is_paid(who: Payer) -> None:
    taken, free = approved(who, "10.00", "10.00")
    order(who, taken)
    assert revoke(who).credits == Credits("10.00")
    assert figures(who) == ("10.00", "0.00")
    pay(who, {taken: "9.00", free: "9.00"})
    assert figures(who) == ("0.00", "9.00")
    assert broken() == []


def test_an_order_that_was_stopped_before_it_left_comes_back_too(who: Payer) -> None:
    (line,) = approved(who, "10.00")
    order(who, line)
    assert revoke(who, line).credits == Credits("10.00")
    assert figures(who) == ("0.00", "0.00")


def test_a_mandate_is_taken_back_with_all_it_released(who: Payer) -> None:
    port.give_mandate(who, subject=FILM, kinds=["draft"], ceiling=Credits("30"), by=who.license)
    port.require_release(who, subject=FILM, planned=work("10.00"))
    assert revoke(who) == (1, Credits("10.00"))
    assert not port.has_mandate(who.studio_id, subject=FILM, kinds={"draft"})
    assert not port.release_under_mandate(who, subject=FILM, planned=work("10.00", first=2))
    assert figures(who, "mandate", Mandate._base_manager.get().public_id) == ("0.00", "0.00")


def test_lines_that_waited_for_a_budget_are_not_funded_any_more(who: Payer) -> None:
    port.set_budget(who.studio_id, subject=FILM, ceiling=Credits("10"))
    approved(who, "10.00", "10.00")
    revoke(who)
    port.set_budget(who.studio_id, subject=FILM, ceiling=Credits("100"))
    assert port.fund_waiting(who, subject=FILM) == 0
    assert not any(line.is_open for line in port.released_lines(who.studio_id, FILM).values())


def test_a_new_approval_is_as_good_as_the_first(who: Payer) -> None:
    approved(who, "10.00")
    revoke(who)
    (line,) = approved(who, "10.00")
    assert order(who, line)


def test_a_second_time_takes_nothing_back(who: Payer) -> None:
    approved(who, "10.00")
    revoke(who)
    assert revoke(who) == (0, Credits("0.00"))


def test_other_films_and_other_studios_keep_theirs(who: Payer) -> None:
    other = payer("nadir")
    approved(who, "10.00", film="flm_b")
    approved(other, "10.00")
    revoke(who)
    assert figures(who) == figures(other) == ("10.00", "0.00")


def test_it_is_written_down(who: Payer) -> None:
    approved(who, "10.00")
    revoke(who)
    entry = AuditEntry.objects.for_studio(who.studio_id).get(verb="approval.revoke")
    assert (entry.actor, entry.subject, entry.details) == (who.license, FILM, {"count": 1})


@pytest.mark.django_db(transaction=True)
def test_it_takes_the_caps_before_anything_else_even_where_nothing_is_held() -> None:
    """Whoever holds credits takes caps first, too: the other way round the two could wait for each other."""
    who = payer()
    approved(who, "10.00", film="flm_b")
    assert unlocked(who) == {""}
    with transaction.atomic():
        revoke(who)
        assert at_once([partial(unlocked, who)]) == [set()]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(4))
def test_an_order_and_a_revocation_at_once_are_one_before_the_other(attempt: int) -> None:
    who = payer()
    (line,) = approved(who, "10.00")
    told: list[Any] = at_once([partial(order, who, line), partial(revoke, who)])
    was_ordered = isinstance(told[0], Permit)
    assert was_ordered or (isinstance(told[0], NotPermitted) and told[0].reason == "revoked")
    assert figures(who) == ("10.00" if was_ordered else "0.00", "0.00")
    assert uses(who) == was_ordered


@pytest.mark.django_db(transaction=True)
def test_a_revocation_waits_for_an_order_that_is_being_verified_and_leaves_it_its_credits() -> None:
    who = payer()
    (line,) = approved(who, "10.00")

    def verifies(reached: Event, go_on: Event) -> None:
        with transaction.atomic():
            order(who, line)
            reached.set()
            go_on.wait(1)

    with meanwhile(verifies):
        assert revoke(who).credits == Credits("0.00")
    assert figures(who) == ("10.00", "0.00")
    assert broken() == []

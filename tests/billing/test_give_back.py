"""Lines that nothing will be ordered for give their credits back; one that an order has taken keeps them."""

from functools import partial

import pytest
from django.db import transaction

from billing import port
from billing.port import Payer
from tests.billing.bills import FILM, approved, broken, figures, pay, payer, unlocked, work
from tests.core.at_once import at_once

pytestmark = pytest.mark.django_db
SPEC = work("10.00")[0].described()


@pytest.fixture
def who() -> Payer:
    return payer()


def give_back(who: Payer, *lines: str, film: str = FILM) -> bool:
    return port.give_back(who.studio_id, subject=film, lines=lines)


def test_the_lines_that_are_named_come_back_and_no_others(who: Payer) -> None:
    first, _second, third = approved(who, "10.00", "20.00", "40.00")
    assert give_back(who, first, third)
    assert figures(who) == ("20.00", "0.00")
    assert broken() == []


def test_a_line_that_an_order_has_taken_keeps_its_credits(who: Payer) -> None:
    taken, free = approved(who, "10.00", "10.00")
    port.verify(who.studio_id, subject=FILM, line=taken, work=f"{FILM}/1", spec=SPEC, order="att_1")
    assert give_back(who, taken, free)
    assert figures(who) == ("10.00", "0.00")
    assert not give_back(who, taken)
    pay(who, {taken: "9.00"})
    assert figures(who) == ("0.00", "9.00")
    assert broken() == []


def test_what_is_over_another_film_s_or_another_studio_s_is_left_as_it_is(who: Payer) -> None:
    other = payer("other")
    paid, open_line = approved(who, "10.00", "5.00")
    pay(who, {paid: "10.00"})
    assert not give_back(who, paid)
    assert not give_back(who, open_line, film="flm_b")
    assert not give_back(other, open_line)
    assert not give_back(who)
    assert figures(who) == ("5.00", "10.00")


def test_what_was_given_back_can_be_approved_again(who: Payer) -> None:
    (line,) = approved(who, "10.00")
    assert give_back(who, line)
    assert not give_back(who, line)
    approved(who, "10.00")
    assert figures(who) == ("10.00", "0.00")


@pytest.mark.django_db(transaction=True)
def test_it_takes_the_caps_before_anything_else_even_where_nothing_is_held() -> None:
    """As a revocation does, so that it and whoever holds credits never wait for each other."""
    who = payer()
    approved(who, "10.00", film="flm_b")
    with transaction.atomic():
        assert not give_back(who, "apl_of_nobody")
        assert at_once([partial(unlocked, who)]) == [set()]


@pytest.mark.django_db(transaction=True)
def test_it_is_a_transaction_of_its_own() -> None:
    who = payer()
    (line,) = approved(who, "10.00")
    assert give_back(who, line)
    assert figures(who) == ("0.00", "0.00")

"""Of several warnings each is told and mailed for itself, once."""

from contextlib import suppress
from datetime import timedelta
from functools import partial
from smtplib import SMTPException
from threading import Barrier, BrokenBarrierError

import pytest

from billing.models import CapWarning
from billing.port import Payer
from billing.services import warnings
from core import clock
from tests.billing.bills import approved, change, payer, put_last
from tests.billing.post_office import PostOffice
from tests.billing.test_warn import admin
from tests.core.at_once import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def who() -> Payer:
    """Of 100 credits 96 are held: there are warnings of 80 and of 95 %."""
    made = payer(ceiling="100")
    approved(made, "96.00")
    admin(made, "ada")
    return made


def numbers() -> list[int]:
    return list(CapWarning._base_manager.order_by("percent").values_list("pk", flat=True))


def say_to(heard: list[tuple[int, str]], number: int) -> None:
    warnings.tell(number, lambda studio, sentence: heard.append((studio, sentence)))


def test_the_one_that_is_asked_for_is_told_once_and_the_other_waits(who: Payer) -> None:
    first, second = numbers()
    heard: list[tuple[int, str]] = []
    for _ in range(2):
        say_to(heard, second)
    ((studio, sentence),) = heard
    assert (studio, "is used to 95 %: 96.00 of 100.00 credits" in sentence) == (who.studio_id, True)
    assert warnings.to_tell() == [first]


@pytest.mark.django_db(transaction=True)
def test_it_is_told_in_a_transaction_of_its_own() -> None:
    approved(payer(ceiling="100"), "80.00")
    heard: list[tuple[int, str]] = []
    say_to(heard, *numbers())
    assert len(heard) == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_pass_it_on_at_once_tell_it_once() -> None:
    approved(payer(ceiling="100"), "80.00")
    heard: list[str] = []
    both = Barrier(2)

    def say(_: int, sentence: str) -> None:
        heard.append(sentence)
        with suppress(BrokenBarrierError):
            both.wait(1)  # who else is here?

    (number,) = numbers()
    at_once([partial(warnings.tell, number, say)] * 2)
    assert len(heard) == 1


def test_the_older_comes_first_however_the_rows_lie(who: Payer) -> None:
    first, second = numbers()
    put_last(CapWarning._base_manager.filter(pk=first))
    assert warnings.to_tell() == warnings.to_mail() == [first, second]


def test_what_is_used_up_is_called_so(who: Payer) -> None:
    approved(who, "4.00", first=2)
    heard: list[tuple[int, str]] = []
    say_to(heard, numbers()[-1])
    assert heard[0][1].startswith("This month's allowance is used up: 100.00 of 100.00 credits.")


def test_the_one_that_is_asked_for_is_mailed_and_the_other_waits(who: Payer, office: PostOffice) -> None:
    first, second = numbers()
    assert warnings.mail(second)
    ((_, letter),) = office.letters
    assert letter["Subject"] == "pod: 95 % of this month's credits are used"
    assert warnings.to_mail() == [first]


def test_a_mail_that_could_not_be_sent_gives_back_its_own_claim_alone(who: Payer, office: PostOffice) -> None:
    first, second = numbers()
    CapWarning._base_manager.filter(pk=first).update(mailing_at=clock.now())
    office.is_closed = True
    with pytest.raises(SMTPException):
        warnings.mail(second)
    assert warnings.to_mail() == [second]


def test_what_was_mailed_long_ago_is_not_mailed_again(who: Payer) -> None:
    long_ago = clock.now() - timedelta(days=1)
    change(CapWarning, mailing_at=long_ago, mailed_at=long_ago)
    assert warnings.to_mail() == []


def test_who_has_been_mailing_for_more_than_ten_minutes_has_died(who: Payer) -> None:
    just = clock.now() - timedelta(minutes=10)
    change(CapWarning, mailing_at=just)
    assert warnings.to_mail() == []
    change(CapWarning, mailing_at=just - timedelta(microseconds=1))
    assert sorted(warnings.to_mail()) == sorted(numbers())

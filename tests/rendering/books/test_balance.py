"""The movement of the shared account, read from the sandbox, beside the orders we know of."""

from datetime import timedelta

from django.db.models import F

from core import clock
from core.amounts import Credits
from rendering import tasks
from rendering.models import BalanceReading, Film
from rendering.services.books import balance, readings
from tests.rendering.books.desk import Books
from tests.rendering.floor.own_studio import open_own


def test_what_no_order_explains_is_named_with_its_amount(books: Books) -> None:
    books.sent("a robot [[slow:600]]")
    books.move(-7)
    told = books.named()["balance_moved_more_than_orders"]
    assert (told["amount"], told["is_problem"], told["about"]) == ("7.00", True, books.account.public_id)


def test_an_order_that_was_not_booked_is_named(books: Books) -> None:
    books.sent("a robot [[slow:600]]", "a robot [[slow:600]]")
    books.move(3)
    told = books.named()["balance_moved_less_than_orders"]
    assert (told["amount"], told["is_problem"]) == ("3.00", True)


def test_a_top_up_is_told_and_is_no_problem(books: Books) -> None:
    books.sent("a robot [[slow:600]]")
    books.move(1000)
    told = books.named()["balance_was_topped_up"]
    assert (told["amount"], told["is_problem"]) == ("1000.00", False)
    assert books.problems() == set()


def test_an_order_that_somebody_declared_never_arrived_is_missed_when_it_did(books: Books) -> None:
    (one,) = books.sent("a robot [[drop]]")
    books.change(one, status="failed", reason="forgotten", settled_at=one.sending_at)
    assert books.named()["balance_moved_more_than_orders"]["amount"] == "4.00"


def test_with_an_order_in_doubt_it_says_that_it_can_not_tell(books: Books) -> None:
    books.sent("a robot [[drop]]")
    told = books.named()["balance_can_not_tell"]
    assert (told["amount"], told["is_problem"]) == ("4.00", False)
    assert "0.00 up to 4.00" in told["says"]


def test_over_the_whole_day_what_two_readings_could_not_tell_is_told(books: Books) -> None:
    """Both readings in the middle might have come before or after the booking; the first and the last can not."""
    (one,) = books.sent("a robot [[slow:600]]")
    books.move(-2)
    middle = books.read()
    books.change(one, answered_at=middle.at)
    BalanceReading.objects.across_studios(reason="test").filter(pk=middle.pk).update(balance=F("balance") + 4)
    told = books.named()["balance_moved_more_than_orders"]
    assert told["amount"] == "2.00"


def test_without_a_reading_before_it_says_that_it_can_not_tell(books: Books) -> None:
    BalanceReading.objects.across_studios(reason="test").delete()
    books.read()
    now = clock.now()
    (told,) = balance.differences(now - timedelta(days=3), now - timedelta(days=2))
    assert told.code == "balance_can_not_tell"


def test_what_the_writing_of_films_cost_is_known(books: Books) -> None:
    film = books.crew.start(mode="auto", drafts_only=True)
    tasks.advance(film.pk)
    film.refresh_from_db()
    Film.objects.for_studio(film.studio_id).filter(pk=film.pk).update(status="paused")
    assert film.planning_credits > 0
    assert books.problems() == set()
    Film.objects.for_studio(film.studio_id).filter(pk=film.pk).update(planning_credits=0)
    BalanceReading.objects.across_studios(reason="test").update(chat_least=0, chat_most=0)
    assert "balance_moved_more_than_orders" in books.problems()


def test_a_film_that_is_being_written_leaves_room_for_one_question(books: Books) -> None:
    books.crew.start(mode="auto", drafts_only=True)
    reading = books.read()
    assert reading.chat_most - reading.chat_least == readings.QUESTION_AT_MOST


def test_an_account_with_orders_under_way_is_read_every_ten_minutes(books: Books) -> None:
    rows = BalanceReading.objects.across_studios(reason="test")
    readings.read_due()
    assert rows.count() == 1
    books.sent("a robot [[slow:600]]")
    readings.read_due()
    assert rows.count() == 1
    rows.update(asked_at=F("asked_at") - readings.EVERY, at=F("at") - readings.EVERY)
    readings.read_due()
    assert rows.count() == 2


def test_it_is_read_at_once_after_a_doubt_and_again_when_that_must_have_settled(books: Books) -> None:
    rows = BalanceReading.objects.across_studios(reason="test")
    (one,) = books.sent("a robot [[drop]]")
    for _ in range(3):
        readings.read_due()
    assert rows.count() == 2
    one.refresh_from_db()
    assert one.answered_at is not None
    books.change(one, answered_at=one.answered_at - readings.SETTLING)
    rows.filter(at__gt=one.answered_at).update(asked_at=F("asked_at") - readings.SETTLING)
    for _ in range(3):
        readings.read_due()
    assert rows.count() == 3


def test_a_studios_own_account_is_read_for_its_orders_and_proves_nothing_of_the_day(books: Books) -> None:
    owner = open_own(books.crew)
    key = owner.account("500")
    owner.enter(key)
    reading = readings.read(owner.credential)
    assert reading is not None
    assert reading.balance == Credits("500.00")
    owner.crew.sandbox.open_account(key, "100")
    readings.read(owner.credential)
    assert books.problems() == set()

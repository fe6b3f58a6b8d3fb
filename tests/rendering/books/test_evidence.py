"""What a person is shown about an order in doubt. The account tells; nothing is decided by it."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from rendering.models import Attempt, BalanceReading
from rendering.services import evidence
from rendering.services.evidence import Evidence
from tests.rendering.books.desk import Books
from tests.rendering.floor.own_studio import open_own

WHILE = timedelta(hours=1)


def lost(books: Books, *, arrived: bool) -> Attempt:
    """An order in doubt that did or did not reach the provider."""
    if arrived:
        return books.sent("a robot [[drop]]")[0]
    (one,) = books.approved()
    now = F("created_at")
    books.change(one, status="in_doubt", sending_at=now, answered_at=now, told="The answer was lost.")
    return books.now([one])[0]


def an_hour_passes() -> None:
    """All that was sent, answered and read lies an hour further back."""
    past = {name: F(name) - WHILE for name in ("sending_at", "answered_at", "settled_at")}
    Attempt.objects.across_studios(reason="test").update(**past)
    BalanceReading.objects.across_studios(reason="test").update(
        asked_at=F("asked_at") - WHILE, at=F("at") - WHILE
    )


def shown(books: Books, one: Attempt) -> Evidence:
    return evidence.of(books.now([one])[0])


def test_an_order_that_arrived_moved_the_account(books: Books) -> None:
    one = lost(books, arrived=True)
    an_hour_passes()
    books.read()
    told = shown(books, one)
    assert told.points == "arrived"
    assert "The account moved 4.00 more than the known orders: the order probably arrived." in told.says


def test_it_arrived_whenever_the_account_was_read(books: Books) -> None:
    one = lost(books, arrived=True)
    books.read()
    assert shown(books, one).points == "arrived"


def test_an_order_that_never_arrived_left_nothing_unexplained(books: Books) -> None:
    one = lost(books, arrived=False)
    an_hour_passes()
    books.read()
    told = shown(books, one)
    assert told.points == "not_arrived"
    assert "Nothing is unexplained: the order probably did not arrive." in told.says


def test_right_after_the_answer_was_lost_it_is_too_early_to_say_that_it_did_not(books: Books) -> None:
    one = lost(books, arrived=False)
    books.read()
    told = shown(books, one)
    assert told.points == "can_not_tell"
    assert "Can not tell yet" in told.says


def test_known_orders_in_between_are_named_and_do_not_blur_it(books: Books) -> None:
    one = lost(books, arrived=True)
    (other,) = books.sent("a robot [[slow:600]]")
    an_hour_passes()
    books.read()
    told = shown(books, one)
    assert told.points == "arrived"
    assert f"  in between: {other.public_id}, 4.00" in told.lines()
    assert (
        "The account moved 8.00; known orders and questions come to 4.00; unexplained: 4.00." in told.lines()
    )


def test_two_in_doubt_of_which_one_arrived_can_not_be_told_apart(books: Books) -> None:
    there, gone = lost(books, arrived=True), lost(books, arrived=False)
    an_hour_passes()
    books.read()
    for one in (there, gone):
        told = shown(books, one)
        assert told.points == "can_not_tell"
        assert "other orders were under way" in told.says


def test_two_in_doubt_that_both_arrived_are_both_seen(books: Books) -> None:
    both = books.sent("a robot [[drop]]", "a robot [[drop]]")
    an_hour_passes()
    books.read()
    assert [shown(books, one).points for one in both] == ["arrived", "arrived"]


def test_what_is_neither_nothing_nor_the_price_can_not_be_told(books: Books) -> None:
    one = lost(books, arrived=True)
    books.move(-3)
    an_hour_passes()
    books.read()
    told = shown(books, one)
    assert told.points == "can_not_tell"
    assert "7.00 is unexplained, which is neither nothing nor 4.00" in told.says


@pytest.mark.parametrize("side", ["before", "after"])
def test_without_a_reading_on_either_side_it_can_not_tell(books: Books, side: str) -> None:
    if side == "before":
        BalanceReading.objects.across_studios(reason="test").delete()
    one = lost(books, arrived=True)
    if side == "before":
        books.read()
    told = shown(books, one)
    assert told.points == "can_not_tell"
    assert f"the account was not read {side} this order" in told.says


def test_of_a_studios_own_account_it_says_that_others_may_use_it(books: Books) -> None:
    owner = open_own(books.crew)
    owner.enter(owner.account("500"))
    one = lost(books, arrived=True)
    books.change(one, credential=owner.credential)
    assert "was not read" in shown(books, one).says
    times = {"credential": owner.credential, "balance": 500, "chat_least": 0, "chat_most": 0}
    (sent,) = books.now([one])
    assert sent.sending_at is not None
    assert sent.answered_at is not None
    for moment in (sent.sending_at - WHILE, sent.answered_at + WHILE):
        BalanceReading.objects.create(asked_at=moment, at=moment, **times)
    assert "studio's own account" in shown(books, one).says


def resolve(*words: str) -> str:
    out = StringIO()
    call_command("resolve", *words, stdout=out)
    return out.getvalue()


def test_resolve_without_a_decision_shows_the_evidence_and_changes_nothing(books: Books) -> None:
    one = lost(books, arrived=True)
    an_hour_passes()
    books.read()
    told = resolve(one.public_id)
    assert "robot 1 still, 4.00 credits" in told
    assert "Balance before" in told
    assert "probably arrived" in told
    assert books.now([one])[0].status == "in_doubt"


@pytest.mark.parametrize("decision", [("--forget",), ("--adopt", "task")])
def test_it_is_shown_before_a_decision_is_followed(books: Books, decision: Any) -> None:
    one = lost(books, arrived=False)
    an_hour_passes()
    books.read()
    told = resolve(one.public_id, *decision)
    assert told.index("probably did not arrive") < told.index("robot 1 still", told.index("probably"))
    after = books.now([one])[0]
    heard = [hint.task_id for hint in after.hints.all()]
    assert (after.status, heard) == (("failed", []) if len(decision) == 1 else ("in_doubt", ["task"]))


def test_what_is_not_in_doubt_is_refused(books: Books) -> None:
    (one,) = books.approved()
    with pytest.raises(CommandError, match="not an order in doubt"):
        resolve(one.public_id)

"""Reconciling a day: a clean one has no difference, and each thing that does not agree is named by its code."""

from typing import Any

from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from billing.models import ApprovalLine, Hold, LineUse
from core import clock
from core.amounts import Credits
from rendering import tasks
from rendering.models import Casting, ProviderCredential, Reconciliation
from rendering.services import connections
from rendering.services.books import comparing, gathering
from tests.rendering.books.desk import Books
from tests.rendering.floor.own_studio import open_own

LONG_AGO = "2026-01-01T00:00:00Z"


def change_hold(books: Books, line: str, **fields: Any) -> None:
    Hold.objects.for_studio(books.crew.studio.pk).filter(approval_line__public_id=line).update(**fields)


def use_of(books: Books, line: str) -> Any:
    return LineUse.objects.for_studio(books.crew.studio.pk).filter(approval_line__public_id=line)


def test_a_clean_day_has_no_difference(books: Books) -> None:
    first, failed = books.settled("a robot", "a robot [[fail:nsfw]]")
    assert (first.status, failed.status) == ("succeeded", "failed")
    done = books.reconcile()
    assert (done.differences, done.problems) == ([], 0)
    assert done.figures == {
        "orders": 2, "approved": "8.00", "paid": "4.00", "set_aside": "0.00", "provider": "4.00",
    }  # fmt: skip


def test_orders_that_are_under_way_are_no_problem(books: Books) -> None:
    books.sent("a robot [[slow:600]]")
    assert books.problems() == set()


def test_one_that_was_done_is_not_done_again(books: Books) -> None:
    done = books.reconcile()
    tasks.reconcile(done.pk)
    assert Reconciliation.objects.get(pk=done.pk).seen_at == done.seen_at


def test_what_was_on_the_move_while_it_was_compared_is_not_named(books: Books) -> None:
    (one,) = books.sent("a robot [[slow:600]]")
    books.change(one, line="apl_of_nobody")
    gathered = 0

    def put_right(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal gathered
        gathered += 'FROM "billing_lineuse"' in sql
        if gathered == 3 and 'FROM "billing_lineuse"' in sql:  # the third time: to compare once more
            books.change(one, line=one.line)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(put_right):
        assert books.problems() == set()
    assert gathered == 3


def test_an_order_without_its_line_is_named(books: Books) -> None:
    (one,) = books.settled()
    books.change(one, line="apl_of_nobody")
    named = books.named()
    assert named["line_missing"]["about"] == one.public_id
    assert named["captured_without_success"]["about"] == one.line


def test_an_order_whose_line_was_taken_by_nobody_is_named(books: Books) -> None:
    (one,) = books.settled()
    use_of(books, one.line).delete()
    named = books.named()
    assert named["line_not_taken"]["about"] == one.public_id
    assert named["captured_without_line"]["about"] == one.line


def test_two_orders_on_one_line_are_named(books: Books) -> None:
    one, other = books.sent("a robot [[slow:600]]", "a robot [[slow:600]]")
    use_of(books, one.line).update(order=other.public_id)
    assert books.named()["line_taken_by_another"]["about"] == one.public_id


def test_a_line_taken_by_an_order_that_is_not_there_is_named(books: Books) -> None:
    (one,) = books.approved()
    line = ApprovalLine.objects.for_studio(books.crew.studio.pk).get(public_id=one.line)
    LineUse.objects.create(approval_line=line, order="att_of_nobody")
    assert books.named()["line_used_without_attempt"]["about"] == one.line


def test_what_was_made_and_not_paid_is_named(books: Books) -> None:
    (one,) = books.settled()
    change_hold(books, one.line, status="authorized", captured=0, resolved_at=None)
    told = books.named()["succeeded_not_captured"]
    assert (told["about"], told["amount"], told["is_problem"]) == (one.public_id, "4.00", True)


def test_credits_that_are_still_held_for_what_failed_are_named(books: Books) -> None:
    (one,) = books.approved()
    books.change(one, status="failed", settled_at=one.created_at)
    told = books.named()["held_but_failed"]
    assert (told["about"], told["amount"]) == (one.public_id, "4.00")


def test_credits_held_for_a_retry_are_not(books: Books) -> None:
    (failed,) = books.settled("a robot [[fail:internal error]]")
    assert (failed.status, failed.reason) == ("failed", "failed_for_now")
    assert books.problems() == set()


def test_credits_held_for_another_order_of_the_line_are_not(books: Books) -> None:
    one, other = books.sent("a robot [[slow:600]]", "a robot [[slow:600]]")
    books.change(other, line=one.line)
    books.change(one, status="failed", settled_at=one.sending_at)
    named = books.named()
    assert "held_but_failed" not in named
    assert named["line_taken_by_another"]["about"] == other.public_id


def test_an_order_under_way_whose_credits_are_not_held_is_named(books: Books) -> None:
    (one,) = books.sent("a robot [[slow:600]]")
    change_hold(books, one.line, status="voided", resolved_at=one.sending_at)
    assert books.named()["ordered_not_held"]["about"] == one.public_id


def test_a_payment_that_differs_from_the_providers_record_is_named(books: Books) -> None:
    (one,) = books.settled()
    change_hold(books, one.line, captured=F("captured") - 1)
    named = books.named()
    assert named["captured_differs_from_provider"]["amount"] == "1.00"
    assert named["posted_differs_from_hold"]["amount"] == "1.00"


def test_the_providers_own_record_outweighs_what_was_written_down(books: Books) -> None:
    (one,) = books.settled()
    books.change(one, reported=Credits("3.00"))
    assert books.problems() == {"balance_moved_more_than_orders"}


def test_a_task_the_provider_does_not_know_is_named_after_a_minute(books: Books) -> None:
    (one,) = books.sent("a robot [[slow:600]]")
    books.change(one, task_id="no-such-task")
    assert "provider_has_no_record" not in books.named()
    books.change(one, answered_at=LONG_AGO)
    assert books.named()["provider_has_no_record"]["about"] == one.public_id


def test_a_task_that_calls_another_back_is_named(books: Books) -> None:
    (one,) = books.sent("a robot [[slow:600]]")
    books.change(one, token="another")
    told = books.named()["not_our_order"]
    assert told["about"] == one.public_id
    assert one.token not in told["says"]


def test_a_charge_above_the_bill_is_named(books: Books) -> None:
    (one,) = books.settled()
    line = ApprovalLine.objects.for_studio(books.crew.studio.pk).get(public_id=one.line)
    line.quote_line.amount -= 1
    line.quote_line.save(update_fields=["amount"])
    told = books.named()["charged_above_quote"]
    assert (told["about"], told["amount"]) == (one.public_id, "1.00")


def test_a_charge_for_a_failure_is_named(books: Books) -> None:
    (one,) = books.settled()
    books.change(one, status="failed")
    named = books.named()
    assert named["charged_for_a_failure"]["amount"] == "4.00"
    assert named["captured_without_success"]["about"] == one.line


def test_what_was_paid_and_is_not_home_is_named_after_an_hour(books: Books) -> None:
    (one,) = books.settled()
    books.change(one, is_collected=False)
    assert "not_collected" not in books.named()
    books.change(one, settled_at=LONG_AGO)
    assert books.named()["not_collected"]["about"] == one.public_id


def test_an_order_in_doubt_is_noted_whatever_its_day_with_its_age(books: Books) -> None:
    (one,) = books.sent("a robot [[drop]]")
    books.change(one, sending_at=LONG_AGO)
    told = books.named()["in_doubt"]
    assert (told["about"], told["amount"], told["is_problem"]) == (one.public_id, "4.00", False)
    assert "days ago" in told["says"]
    assert f"manage.py resolve {one.public_id}" in told["says"]


def test_a_casting_in_doubt_is_noted(books: Books) -> None:
    casting = Casting.objects.create(
        studio=books.crew.studio, license="lic", idea="x", status="in_doubt", ceiling=Credits("2.00")
    )
    assert books.named()["in_doubt"]["about"] == casting.public_id


def test_a_casting_that_paid_another_amount_than_it_cost_is_named(books: Books) -> None:
    answer = books.crew.api.post("/castings", {"idea": "two robots at a bus stop"})
    casting = books.crew.casting(answer.json()["id"])
    tasks.work_out_casting(casting.pk)
    assert books.problems() == set()
    Casting.objects.for_studio(casting.studio_id).update(reported=F("reported") + 1)
    assert books.named()["captured_differs_from_provider"]["about"] == casting.public_id


def test_a_casting_and_its_credits_are_compared_as_orders_are(books: Books) -> None:
    answer = books.crew.api.post("/castings", {"idea": "two robots at a bus stop"})
    casting = books.crew.casting(answer.json()["id"])
    tasks.work_out_casting(casting.pk)
    use = (
        LineUse.objects.for_studio(casting.studio_id)
        .select_related("approval_line")
        .get(order=casting.public_id)
    )
    change_hold(books, use.approval_line.public_id, status="authorized", captured=0, resolved_at=None)
    assert books.named()["succeeded_not_captured"]["about"] == casting.public_id
    Casting.objects.for_studio(casting.studio_id).update(status="failed")
    assert books.named()["held_but_failed"]["about"] == casting.public_id


def test_a_studios_own_account_that_lets_us_not_look_is_noted(books: Books) -> None:
    owner = open_own(books.crew)
    owner.enter(owner.account())
    (one,) = Books(owner.crew).sent("a robot [[slow:600]]")
    assert "own_key_did_not_answer" not in books.named()
    ProviderCredential.objects.for_studio(one.studio_id).update(sealed_key="AAAA")
    told = books.named()["own_key_did_not_answer"]
    assert (told["about"], told["is_problem"]) == (one.public_id, False)


def test_a_provider_that_does_not_answer_is_a_problem(books: Books, settings: Any) -> None:
    books.sent("a robot [[slow:600]]")
    settings.POD_KIE_API_KEY = "wrong"
    connections.provider.cache_clear()
    try:
        assert books.problems() == {"provider_did_not_answer"}
    finally:
        connections.provider.cache_clear()


def test_more_orders_take_no_more_queries(books: Books) -> None:
    def queries() -> int:
        day = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = gathering.books_of(day, day + comparing.HOME_WITHIN * 48)
            comparing.differences(found, {}, now=day)
            gathering.courses(books.account, books.read(), books.read())
        return len(asked)

    books.sent("a robot [[slow:600]]")
    few = queries()
    books.sent(*["a robot [[slow:600]]"] * 5)
    assert queries() == few


def test_another_day_does_not_see_the_orders_of_today(books: Books) -> None:
    (one,) = books.settled()
    books.change(one, line="apl_of_nobody")
    asked = Reconciliation.objects.create(day="2026-01-05")
    tasks.reconcile(asked.pk)
    asked.refresh_from_db()
    assert (asked.figures["orders"], asked.problems) == (0, 0)

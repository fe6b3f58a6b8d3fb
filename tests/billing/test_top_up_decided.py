"""What is written when a top-up is decided, and under which lock raises end."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction

from billing.models import TopUp
from billing.port import Payer
from billing.services import topups
from core.amounts import Credits
from studios.models import AuditEntry
from tests.billing.bills import approved, ask, cap, payer, unlocked, with_limit
from tests.core.at_once import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def who() -> Payer:
    return with_limit()


@contextmanager
def audit_refuses(verb: str) -> Iterator[None]:
    """The database takes no entry of this kind while the block runs."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE studios_auditentry ADD CONSTRAINT no_entry CHECK (verb <> '{verb}')")
        try:
            yield
        finally:
            cursor.execute("ALTER TABLE studios_auditentry DROP CONSTRAINT no_entry")


def test_who_said_no_and_why_is_written_down(who: Payer) -> None:
    request = ask(who, "80")
    topups.decline(request.public_id, by="ada", answer="x" * 600)
    row = TopUp._base_manager.get()
    assert (row.decided_by, row.answer) == ("ada", "x" * 500)
    entry = AuditEntry.objects.for_studio(who.studio_id).get(verb="topup.decline")
    assert (entry.actor, entry.subject) == ("ada", request.public_id)


def test_who_said_yes_and_why_is_written_down(who: Payer) -> None:
    topups.grant(ask(who, "80").public_id, by="ada", answer="x" * 600)
    row = TopUp._base_manager.get()
    assert (row.decided_by, row.answer, row.status) == ("ada", "x" * 500, "granted")


def test_the_reason_is_kept_without_what_is_around_it(who: Payer) -> None:
    assert ask(who, "10", reason="  the storm again \n").reason == "the storm again"


def test_the_limit_is_the_studio_s_whatever_shares_its_licenses_have() -> None:
    made = with_limit(license_ceiling="60")
    assert (ask(made, "50").status, ask(made, "1").status) == ("granted", "requested")


@pytest.mark.django_db(transaction=True)
def test_a_no_that_can_not_be_written_down_is_none() -> None:
    made = payer()
    request = ask(made, "80")
    with audit_refuses("topup.decline"), pytest.raises(IntegrityError):
        topups.decline(request.public_id, by="ada", answer="no")
    assert TopUp._base_manager.get().status == "requested"


def test_what_the_operator_gives_leaves_the_studios_own_limit_as_it_was(who: Payer) -> None:
    topups.give(
        who.studio_id, Credits("40"), reason="x", expires_at=None, timezone=who.timezone, by="operator"
    )
    assert ask(who, "50").status == "granted"


@pytest.mark.django_db(transaction=True)
def test_raises_are_ended_under_the_lock_of_their_cap() -> None:
    made = payer()
    approved(made, "1.00")
    with transaction.atomic():
        assert topups.end_due_of(cap(made)) == 0
        assert at_once([partial(unlocked, made)]) == [set()]

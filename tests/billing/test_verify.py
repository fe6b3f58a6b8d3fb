"""What a worker may order: every way in which an approval can fail to stand for the order, and what it says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now
from nacl.signing import SigningKey
from pytest_django.fixtures import Settings

from billing import port
from billing.errors import REASONS, NotPermitted
from billing.models import Approval, ApprovalLine, Hold, Quote, QuoteLine
from billing.port import Payer, Permit
from billing.services import caps, holds
from core import clock
from core.amounts import Credits
from tests.billing.bills import FILM, approve, approved, change, pay, payer, resign, show, uses, work
from tests.core.signers import use

pytestmark = pytest.mark.django_db
SPEC = work("10.00")[0].described()


@pytest.fixture
def who() -> Payer:
    return payer()


@pytest.fixture
def line(who: Payer) -> str:
    """The second line of an approved bill of three."""
    return approved(who, "9.00", "10.00", "11.00")[1]


def order(who: Payer, line: str, name: str = "att_1", **other: Any) -> Permit:
    """Ask leave for what the line is about, save for what is said to be different."""
    asked = {"subject": FILM, "work": f"{FILM}/2", "spec": SPEC, **other}
    return port.verify(asked.pop("studio_id", who.studio_id), line=line, order=name, **asked)


def refusal(who: Payer, line: str, **other: Any) -> str:
    """The word an order is refused with; a refused order has taken nothing."""
    before = uses(who)
    with pytest.raises(NotPermitted) as refused:
        order(who, line, "att_refused", **other)
    assert uses(who) == before
    assert refused.value.sentence == REASONS[refused.value.reason]
    return refused.value.reason


def approval() -> Approval:
    return Approval._base_manager.get()


def test_an_approved_line_gives_leave_for_exactly_its_work(who: Payer, line: str) -> None:
    permit = order(who, line)
    assert (permit.work, permit.model, permit.spec) == (f"{FILM}/2", "test", SPEC)
    assert uses(who) == 1


def test_the_same_order_may_ask_again_after_a_crash(who: Payer, line: str) -> None:
    order(who, line, "att_1")
    assert order(who, line, "att_1").work == f"{FILM}/2"
    assert uses(who) == 1


def test_no_other_order_may_use_the_line(who: Payer, line: str) -> None:
    order(who, line, "att_1")
    assert refusal(who, line) == "used"


def test_a_retry_that_costs_nothing_uses_its_predecessor_s_line(who: Payer, line: str) -> None:
    order(who, line, "att_1")
    assert port.hand_on(who.studio_id, line=line, before="att_1", after="att_2")
    assert order(who, line, "att_2")
    assert refusal(who, line) == "used"
    assert not port.hand_on(who.studio_id, line=line, before="att_1", after="att_3")
    assert not port.hand_on(payer("nadir").studio_id, line=line, before="att_2", after="att_3")


@pytest.mark.parametrize(
    "changes",
    [
        {"total": "30.01"}, {"film": "flm_b"}, {"studio": 0}, {"answer": "drafts"}, {"expires_at": "2999-01-01"},
        {"approved_by": "lic_other"}, {"lines": []}, {"quote_digest": "0" * 64}, {"version": 2}, {"extra": 1},
    ],
    ids=lambda changes: next(iter(changes)),
)  # fmt: skip
def test_one_changed_member_of_the_claim_is_refused(who: Payer, line: str, changes: dict[str, Any]) -> None:
    change(Approval, claim={**approval().claim, **changes})
    assert refusal(who, line) == "tampered"


def test_one_changed_byte_of_the_signature_is_refused(who: Payer, line: str) -> None:
    signature = approval().signature
    other = "B" if signature[10] != "B" else "C"
    change(Approval, signature=signature[:10] + other + signature[11:])
    assert refusal(who, line) == "tampered"


def test_another_approval_s_own_id_is_refused(who: Payer, line: str) -> None:
    change(Approval, public_id="apv_other")
    assert refusal(who, line) == "tampered"


def test_a_signature_by_a_key_nobody_believes_is_refused(who: Payer, line: str, settings: Settings) -> None:
    use(settings, SigningKey.generate())
    assert refusal(who, line) == "unknown_key"


def test_a_signature_made_for_another_purpose_is_refused(who: Payer, line: str) -> None:
    resign(approval(), purpose="pod.mandate")
    assert refusal(who, line) == "wrong_purpose"


@pytest.mark.parametrize(
    "tamper",
    [
        lambda: change(QuoteLine, amount=Credits("10.01")),
        lambda: change(QuoteLine, spec={**SPEC, "model": "dearer"}),
        lambda: change(QuoteLine, kind="master"),
        lambda: QuoteLine._base_manager.filter(position=3).update(work="flm_a/9"),
        lambda: QuoteLine._base_manager.filter(position=3).update(amount=Credits("1.00")),
        lambda: change(Quote, total=Credits("1.00")),
    ],
    ids=["amount", "spec", "kind", "another line's work", "another line's amount", "total"],
)
def test_a_bill_that_says_something_else_than_what_was_signed_is_refused(
    who: Payer, line: str, tamper: Callable[[], object]
) -> None:
    tamper()
    assert refusal(who, line) == "other_bill"


def test_a_digest_that_was_changed_with_the_bill_does_not_help(who: Payer, line: str) -> None:
    change(QuoteLine, amount=Credits("10.01"))
    change(Quote, digest="0" * 64)
    assert refusal(who, line) == "other_bill"


def test_an_approval_of_another_bill_of_the_film_is_refused(who: Payer, line: str) -> None:
    approved(who, "9.00", first=7)
    other = Approval._base_manager.latest("pk")
    ApprovalLine._base_manager.filter(public_id=line).update(approval=other)
    assert refusal(who, line) == "other_bill"


def test_an_approval_of_another_film_is_refused(who: Payer, line: str) -> None:
    assert refusal(who, line, subject="flm_b") == "other_film"


def test_a_line_moved_to_another_film_s_approval_is_refused(who: Payer, line: str) -> None:
    approved(who, "9.00", film="flm_b")
    other = Approval._base_manager.get(subject="flm_b")
    ApprovalLine._base_manager.filter(public_id=line).update(approval=other)
    assert refusal(who, line) == refusal(who, line, subject="flm_b") == "other_film"


def test_a_line_moved_to_another_studio_s_approval_is_refused(who: Payer, line: str) -> None:
    other = payer("nadir")
    approved(other, "9.00")
    theirs = Approval._base_manager.get(studio_id=other.studio_id)
    ApprovalLine._base_manager.filter(public_id=line).update(approval=theirs)
    assert refusal(who, line) == "other_studio"


def test_at_the_very_instant_at_which_it_ends_it_has_expired(who: Payer, line: str) -> None:
    resign(Approval._base_manager.get(), expires_at=clock.now().isoformat())
    assert refusal(who, line) == "expired"


def test_another_studio_s_approval_is_refused(who: Payer, line: str) -> None:
    assert refusal(who, line, studio_id=payer("nadir").studio_id) == "other_studio"


def test_an_approval_row_moved_to_another_studio_is_refused(who: Payer, line: str) -> None:
    other = payer("nadir").studio_id
    change(Approval, studio_id=other)
    assert refusal(who, line) == "other_studio"
    change(Quote, studio_id=other)
    assert refusal(who, line, studio_id=other) == "other_studio"


@pytest.mark.parametrize("other", [{"work": "flm_a/3"}, {"spec": {**SPEC, "at_most": "10.01"}}, {"spec": {}}])
def test_any_other_work_than_the_line_s_is_refused(who: Payer, line: str, other: dict[str, Any]) -> None:
    assert refusal(who, line, **other) == "other_work"


def test_a_line_that_the_answer_left_out_is_refused_even_with_credits_held(who: Payer) -> None:
    drafts, masters = work("9.00", kind="draft"), work("10.00", kind="master", first=2)
    approve(who, show(who, [*drafts, *masters]), kinds=["draft"])
    left_out = QuoteLine._base_manager.get(kind="master")
    smuggled = ApprovalLine._base_manager.create(
        quote_line=left_out, approval=approval(), license=who.license
    )
    month = caps.open_month(who.studio_id, timezone="UTC", license_id="")
    holds.authorize([smuggled], subject=FILM, month=month, film=None, mandate=None, reference="x")
    assert refusal(who, smuggled.public_id) == "other_work"


def test_an_approval_that_has_expired_is_refused(who: Payer, line: str) -> None:
    resign(approval(), expires_at=(clock.now() - timedelta(seconds=1)).isoformat())
    assert refusal(who, line) == "expired"


def test_an_approval_is_good_for_weeks(who: Payer, line: str) -> None:
    resign(approval(), expires_at=(clock.now() + timedelta(seconds=60)).isoformat())
    assert order(who, line)


def test_a_row_that_says_it_lasts_longer_than_was_signed_is_not_believed(who: Payer, line: str) -> None:
    resign(approval(), expires_at=(clock.now() - timedelta(days=1)).isoformat())
    change(Approval, expires_at=clock.from_now(days=30))
    assert refusal(who, line) == "expired"


def test_an_approval_that_was_taken_back_is_refused(who: Payer, line: str) -> None:
    change(Approval, revoked_at=Now())
    assert refusal(who, line) == "revoked"


def test_a_line_whose_credits_were_given_back_is_refused(who: Payer, line: str) -> None:
    port.void(who.studio_id, [line])
    assert refusal(who, line) == "not_funded"


def test_a_line_that_was_paid_is_refused(who: Payer, line: str) -> None:
    pay(who, {line: "10.00"})
    assert refusal(who, line) == "not_funded"


def test_a_line_that_the_budget_did_not_fund_is_refused(who: Payer) -> None:
    port.set_budget(who.studio_id, subject=FILM, ceiling=Credits("9.00"))
    _, second = approved(who, "9.00", "10.00")
    assert refusal(who, second) == "not_funded"


def test_a_line_without_its_hold_is_refused(who: Payer, line: str) -> None:
    Hold._base_manager.all().delete()
    assert refusal(who, line) == "not_funded"


def test_a_line_that_does_not_exist_is_refused(who: Payer) -> None:
    assert refusal(who, "apl_nowhere") == "not_released"


def test_nobody_makes_a_permit_of_their_own() -> None:
    with pytest.raises(TypeError, match="verifying an approval"):
        Permit(work="w", model="m", spec={}, proof=object())


def test_nobody_makes_another_permit_out_of_one(who: Payer, line: str) -> None:
    permit = order(who, line)
    with pytest.raises(ValueError, match="proof"):
        replace(permit, model="dearer")  # type: ignore[call-arg]  # which is the point
    with pytest.raises(AttributeError):
        permit.model = "dearer"  # type: ignore[misc]
    assert not hasattr(permit, "proof")

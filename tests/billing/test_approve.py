import base64

import pytest
from nacl.signing import VerifyKey
from pytest_django.fixtures import Settings

from billing import port
from billing.errors import AlreadyAnswered, GateChanged, InsufficientAllowance, NoOpenGate
from billing.models import Approval, ApprovalLine, Hold
from billing.port import Payer
from core import clock, signing
from core.amounts import Credits
from core.errors import Unavailable
from tests.billing.bills import FILM, approve, approved, figures, payer, show, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def who() -> Payer:
    return payer()


def approval() -> Approval:
    return Approval._base_manager.get()


def test_the_answer_the_signature_and_the_credits_come_together(who: Payer) -> None:
    gate = show(who, work("10.00", "20.00"))
    approve(who, gate)
    assert port.open_gate_of(who.studio_id, FILM) is None
    assert figures(who) == ("30.00", "0.00")
    assert all(line.is_funded and line.is_open for line in port.released_lines(who.studio_id, FILM).values())


def test_it_signs_who_approved_which_bill_for_how_much(who: Payer) -> None:
    gate = show(who, work("10.00", "20.00"))
    approve(who, gate)
    row = approval()
    assert row.quote is not None
    lines = list(row.quote.lines.values_list("public_id", flat=True))
    claim = dict(row.claim)
    assert clock.now().isoformat() == claim.pop("approved_at")
    assert (row.expires_at - clock.now()).days == 30
    assert claim == {
        "purpose": "pod.approval", "version": 1, "key_id": signing.signing_key_id(), "studio": who.studio_id,
        "film": FILM, "expires_at": row.expires_at.isoformat(), "id": row.public_id, "gate": gate.id,
        "quote": row.quote.public_id, "quote_digest": row.quote.digest, "answer": "approve", "lines": lines,
        "total": "30.00", "approved_by": who.license,
    }  # fmt: skip


def test_anybody_with_the_public_key_can_check_it(who: Payer, settings: Settings) -> None:
    approved(who, "10.00")
    row = approval()
    public = settings.POD_APPROVAL_VERIFY_KEYS.split(":")[1]
    VerifyKey(base64.b64decode(public)).verify(signing.canonical(row.claim), base64.b64decode(row.signature))


def test_drafts_only_releases_the_drafts(who: Payer) -> None:
    bill = [*work("10.00", kind="draft"), *work("50.00", kind="master", first=2)]
    approve(who, show(who, bill), kinds=["draft"])
    assert list(port.released_lines(who.studio_id, FILM)) == [f"{FILM}/1"]
    assert figures(who) == ("10.00", "0.00")
    assert approval().claim["total"] == "10.00"


def test_a_month_that_is_short_leaves_the_gate_open_and_nothing_held(who: Payer) -> None:
    gate = show(who, work("60.00", "40.01"))
    with pytest.raises(InsufficientAllowance):
        approve(who, gate)
    assert port.open_gate_of(who.studio_id, FILM) == gate
    assert figures(who) == ("0.00", "0.00")
    assert not Approval._base_manager.exists()
    assert not ApprovalLine._base_manager.exists()
    assert not Hold._base_manager.exists()


def test_the_same_gate_can_be_approved_once_there_is_enough(who: Payer) -> None:
    approved(who, "60.00", film="flm_b")
    gate = show(who, work("50.00"))
    with pytest.raises(InsufficientAllowance):
        approve(who, gate)
    lines = port.released_lines(who.studio_id, "flm_b")
    port.void(who.studio_id, [line.id for line in lines.values()])
    approve(who, gate)
    assert figures(who) == ("50.00", "0.00")


def test_a_process_that_can_not_sign_approves_nothing(who: Payer, settings: Settings) -> None:
    gate = show(who, work("10.00"))
    settings.POD_APPROVAL_SIGNING_KEY = ""
    with pytest.raises(Unavailable):
        approve(who, gate)
    assert port.open_gate_of(who.studio_id, FILM) == gate
    assert figures(who) == ("0.00", "0.00")


def test_a_gate_without_a_bill_is_answered_and_nothing_signed(who: Payer) -> None:
    gate = port.show(who.studio_id, subject=FILM, kind="script", shown={"title": "Script"}, planned=None)
    approve(who, gate)
    assert port.open_gate_of(who.studio_id, FILM) is None
    assert not Approval._base_manager.exists()


def test_a_bill_is_approved_once(who: Payer) -> None:
    gate = show(who, work("10.00"))
    approve(who, gate)
    with pytest.raises(AlreadyAnswered):
        approve(who, gate)
    assert figures(who) == ("10.00", "0.00")


def test_a_bill_that_was_replaced_is_not_approved(who: Payer) -> None:
    stale = show(who, work("10.00"))
    show(who, work("12.00"))
    with pytest.raises(GateChanged):
        approve(who, stale)
    assert figures(who) == ("0.00", "0.00")


def test_another_studio_can_not_approve_it(who: Payer) -> None:
    gate = show(who, work("10.00"))
    with pytest.raises(NoOpenGate):
        approve(payer("nadir"), gate)
    assert port.open_gate_of(who.studio_id, FILM) == gate


def test_the_newest_line_of_a_piece_of_work_counts(who: Payer) -> None:
    (first,) = approved(who, "10.00")
    port.void(who.studio_id, [first])
    (second,) = approved(who, "12.00")
    line = port.released_lines(who.studio_id, FILM)[f"{FILM}/1"]
    assert (line.id, line.amount) == (second, Credits("12.00"))
    assert second != first


def test_what_each_line_was_billed_at_can_be_looked_up(who: Payer) -> None:
    first, second = approved(who, "10.00", "12.00")
    billed = port.amounts_of([first, second, "apl_nowhere"])
    assert billed == {first: Credits("10.00"), second: Credits("12.00")}

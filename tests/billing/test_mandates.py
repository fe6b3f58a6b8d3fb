from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now
from pytest_django.fixtures import Settings

from billing import port
from billing.errors import InsufficientAllowance, NotPermitted
from billing.models import Approval, ApprovalLine, Cap, Hold, Mandate, Quote, QuoteLine
from billing.port import Payer
from billing.services import approvals, quotes
from core import clock
from core.amounts import Credits
from core.errors import Unavailable
from tests.billing.bills import (
    FILM,
    approved,
    broken,
    cap,
    change,
    figures,
    pay,
    payer,
    put_last,
    resign,
    uses,
    work,
)

pytestmark = pytest.mark.django_db
SPEC = work("10.00")[0].described()


@pytest.fixture
def who() -> Payer:
    return payer()


def give(who: Payer, ceiling: str | None = "30", *, kinds: tuple[str, ...] = ("still", "draft")) -> Mandate:
    before = set(Mandate._base_manager.values_list("pk", flat=True))
    port.give_mandate(
        who, subject=FILM, kinds=kinds, ceiling=Credits(ceiling) if ceiling else None, by=who.license
    )
    return Mandate._base_manager.exclude(pk__in=before).get()


def release(who: Payer, *costs: str, kind: str = "draft", film: str = FILM, first: int = 1) -> bool:
    planned = work(*costs, film=film, kind=kind, first=first)
    return port.release_under_mandate(who, subject=film, planned=planned)


def refusal(who: Payer) -> str:
    line = port.released_lines(who.studio_id, FILM)[f"{FILM}/1"].id
    with pytest.raises(NotPermitted) as refused:
        port.verify(who.studio_id, subject=FILM, line=line, work=f"{FILM}/1", spec=SPEC, order="att_1")
    assert uses(who) == 0
    return refused.value.reason


def test_work_inside_it_is_released_held_and_may_be_ordered(who: Payer) -> None:
    mandate = give(who)
    assert release(who, "10.00", "20.00")
    assert figures(who) == figures(who, "mandate", mandate.public_id) == ("30.00", "0.00")
    line = port.released_lines(who.studio_id, FILM)[f"{FILM}/1"].id
    assert port.verify(who.studio_id, subject=FILM, line=line, work=f"{FILM}/1", spec=SPEC, order="att_1")
    assert broken() == []


def test_it_signs_what_may_be_done_and_holds_nothing(who: Payer) -> None:
    mandate = give(who)
    said = {
        name: mandate.claim[name] for name in ("purpose", "film", "kinds", "ceiling", "license", "given_by")
    }
    assert said == {
        "purpose": "pod.mandate", "film": FILM, "kinds": ["draft", "still"], "ceiling": "30.00",
        "license": who.license, "given_by": who.license,
    }  # fmt: skip
    assert figures(who) == ("0.00", "0.00")


def test_a_bill_beyond_its_ceiling_is_not_released_and_leaves_nothing(who: Payer) -> None:
    mandate = give(who, "30")
    assert not release(who, "20.00", "10.01")
    assert figures(who) == figures(who, "mandate", mandate.public_id) == ("0.00", "0.00")
    assert not ApprovalLine._base_manager.exists()
    assert not Quote._base_manager.exists()


def test_bills_add_up_under_its_ceiling(who: Payer) -> None:
    give(who, "30")
    assert release(who, "20.00")
    assert not release(who, "10.01", first=2)
    assert release(who, "10.00", first=2)
    assert figures(who) == ("30.00", "0.00")


def test_what_an_order_did_not_cost_may_be_used_again(who: Payer) -> None:
    mandate = give(who, "30")
    release(who, "30.00")
    pay(who, {port.released_lines(who.studio_id, FILM)[f"{FILM}/1"].id: "10.00"})
    assert release(who, "20.00", first=2)
    assert figures(who, "mandate", mandate.public_id) == ("20.00", "10.00")


def test_beside_what_was_spent_a_bill_that_fits_in_part_is_not_released_at_all(who: Payer) -> None:
    mandate = give(who, "30")
    release(who, "20.00")
    pay(who, {port.released_lines(who.studio_id, FILM)[f"{FILM}/1"].id: "20.00"})
    assert not release(who, "5.00", "5.01", first=2)
    assert figures(who, "mandate", mandate.public_id) == ("0.00", "20.00")


def test_a_ceiling_of_none_leaves_the_month_as_the_limit(who: Payer) -> None:
    give(who, None)
    assert release(who, "100.00")
    assert not release(who, "0.01", first=2)


def test_a_month_that_is_short_is_told_where_a_person_asks(who: Payer) -> None:
    give(who, "500")
    with pytest.raises(InsufficientAllowance) as refusal:
        port.require_release(who, subject=FILM, planned=work("100.01"))
    assert refusal.value.extras["cap"] == "studio_month"
    with pytest.raises(InsufficientAllowance) as beyond:
        port.require_release(who, subject=FILM, planned=work("500.01"))
    assert (beyond.value.extras["cap"], beyond.value.extras["missing"]) == ("mandate", "0.01")


def test_other_kinds_of_work_are_not_released(who: Payer) -> None:
    give(who, kinds=("still",))
    assert not release(who, "1.00", kind="draft")
    assert release(who, "1.00", kind="still")


def test_another_film_has_to_have_its_own(who: Payer) -> None:
    give(who)
    assert not release(who, "1.00", film="flm_b")
    with pytest.raises(NotPermitted, match="not_released"):
        port.require_release(who, subject="flm_b", planned=work("1.00", film="flm_b"))


def test_one_that_has_expired_or_was_taken_back_releases_nothing(who: Payer) -> None:
    give(who)
    change(Mandate, expires_at=clock.now())
    assert not release(who, "1.00")
    change(Mandate, expires_at=clock.from_now(days=1), revoked_at=Now())
    assert not release(who, "1.00")


def test_a_process_that_can_not_sign_gives_none(who: Payer, settings: Any) -> None:
    settings.POD_APPROVAL_SIGNING_KEY = ""
    with pytest.raises(Unavailable):
        give(who)


def test_a_process_that_can_not_sign_may_still_use_one(who: Payer, settings: Any) -> None:
    give(who)
    settings.POD_APPROVAL_SIGNING_KEY = ""
    assert release(who, "10.00")
    assert figures(who) == ("10.00", "0.00")


def test_at_dispatch_a_changed_claim_is_refused(who: Payer) -> None:
    mandate = give(who)
    release(who, "10.00")
    change(Mandate, claim={**mandate.claim, "ceiling": "30000.00"})
    assert refusal(who) == "tampered"


def test_at_dispatch_a_ceiling_that_nobody_signed_is_refused(who: Payer) -> None:
    mandate = give(who, "5")
    Cap._base_manager.filter(pk=mandate.cap_id).update(ceiling=Credits("90"))
    assert release(who, "10.00")
    assert refusal(who) == "tampered"


def test_at_dispatch_another_cap_than_the_signed_one_is_refused(who: Payer) -> None:
    mandate = give(who, "5")
    wider = Cap._base_manager.create(
        studio_id=who.studio_id, scope="mandate", subject="mdt_wider", ceiling=Credits("5")
    )
    Mandate._base_manager.filter(pk=mandate.pk).update(cap=wider)
    assert release(who, "5.00")
    change(QuoteLine, amount=Credits("5.00"))
    assert refusal(who) == "tampered"


def test_at_dispatch_a_kind_it_does_not_cover_is_refused(who: Payer) -> None:
    give(who)
    release(who, "10.00")
    change(QuoteLine, kind="master")
    assert refusal(who) == "kind_not_covered"


def test_at_dispatch_a_changed_bill_is_refused(who: Payer) -> None:
    give(who)
    release(who, "10.00")
    change(QuoteLine, amount=Credits("1.00"))
    assert refusal(who) == "other_bill"


def test_at_dispatch_a_hold_that_its_cap_does_not_carry_is_refused(who: Payer) -> None:
    give(who)
    release(who, "10.00")
    change(Hold, mandate_cap=None)
    assert refusal(who) == "not_funded"


def test_at_dispatch_an_expired_one_is_refused(who: Payer) -> None:
    mandate = give(who)
    release(who, "10.00")
    resign(mandate, expires_at=(clock.now() - timedelta(seconds=1)).isoformat())
    assert refusal(who) == "expired"


def test_at_dispatch_one_that_was_taken_back_is_refused(who: Payer) -> None:
    give(who)
    release(who, "10.00")
    change(Mandate, revoked_at=Now())
    assert refusal(who) == "revoked"


def test_at_dispatch_an_approval_s_claim_is_no_mandate(who: Payer) -> None:
    mandate = give(who)
    release(who, "10.00")
    resign(mandate, purpose="pod.approval")
    assert refusal(who) == "wrong_purpose"


def test_what_is_missing_counts_what_it_holds_and_has_spent(who: Payer) -> None:
    give(who, "30")
    release(who, "10.00", "5.00")
    pay(who, {port.released_lines(who.studio_id, FILM)[f"{FILM}/2"].id: "5.00"})
    with pytest.raises(InsufficientAllowance) as refusal:
        port.require_release(who, subject=FILM, planned=work("15.01", first=3))
    assert (refusal.value.extras["available"], refusal.value.extras["missing"]) == ("15.00", "0.01")
    assert release(who, "15.00", first=3)


def test_the_first_that_covers_a_bill_is_used(who: Payer) -> None:
    first, second = give(who, "30"), give(who, "30")
    put_last(Mandate._base_manager.filter(pk=first.pk))
    release(who, "10.00")
    assert figures(who, "mandate", first.public_id) == ("10.00", "0.00")
    assert figures(who, "mandate", second.public_id) == ("0.00", "0.00")


def test_the_ledger_says_which_signature_it_was_held_under(who: Payer) -> None:
    mandate = give(who)
    release(who, "10.00")
    approved(who, "5.00", first=2)
    signature = Approval._base_manager.get()
    said = cap(who).entries.filter(kind="authorize").order_by("sequence").values_list("reference", flat=True)
    assert list(said) == [mandate.public_id, signature.public_id]


@pytest.mark.django_db(transaction=True)
def test_one_that_can_not_be_signed_leaves_no_cap(settings: Settings) -> None:
    who = payer()
    settings.POD_APPROVAL_SIGNING_KEY = ""
    with pytest.raises(Unavailable):
        give(who)
    assert not Cap.objects.for_studio(who.studio_id).filter(scope="mandate").exists()


@pytest.mark.django_db(transaction=True)
def test_a_bill_that_the_month_refuses_leaves_no_line() -> None:
    who = payer(ceiling="10")
    mandate = give(who, None)
    quote = quotes.make(who.studio_id, subject=FILM, planned=work("10.01"))
    with pytest.raises(InsufficientAllowance):
        approvals.release_under(mandate, quote, timezone="UTC")
    assert not ApprovalLine._base_manager.exists()

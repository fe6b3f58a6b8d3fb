from datetime import UTC, date, datetime, timedelta
from functools import partial
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from billing.errors import (
    AllowanceMissing,
    AlreadyDecided,
    BadExpiry,
    NoCeiling,
    NoSuchTopUp,
    ReasonMissing,
)
from billing.models import Cap, TopUp
from billing.port import Payer
from billing.services import caps, topups
from core import clock as database_clock
from core.amounts import Credits
from studios.models import AuditEntry, Studio
from studios.services import tenants
from tests.billing.bills import approved, ask, broken, ceiling, change, figures, payer, with_limit
from tests.billing.moved_clock import Clock
from tests.core.at_once import at_once
from tests.studios.doors import door_of

pytestmark = pytest.mark.django_db
SOON = timedelta(days=2)


@pytest.fixture
def who() -> Payer:
    return with_limit()


def test_what_is_within_the_limit_counts_at_once(who: Payer) -> None:
    top_up = ask(who, "50")
    assert (top_up.status, top_up.is_own, ceiling(who)) == ("granted", True, "150.00")
    approved(who, "150.00")
    assert figures(who) == ("150.00", "0.00")
    assert broken() == []


def test_a_long_reason_is_kept_as_far_as_there_is_room(who: Payer) -> None:
    assert ask(who, "1", reason="x" * 600).reason == "x" * 500


def test_what_is_beyond_it_waits_for_the_operator_and_changes_nothing(who: Payer) -> None:
    ask(who, "30")
    top_up = ask(who, "20.01")
    assert (top_up.status, ceiling(who)) == ("requested", "130.00")
    assert ask(who, "20.00").status == "granted"
    assert ceiling(who) == "150.00"


def test_what_the_operator_grants_is_not_counted_as_the_studio_s_own(who: Payer) -> None:
    topups.grant(ask(who, "400").public_id, by="operator")
    assert ask(who, "50").status == "granted"
    assert ceiling(who) == "550.00"
    assert broken() == []


def test_a_limit_is_for_one_month(who: Payer, clock: Clock) -> None:
    clock.set_to(datetime(2026, 11, 30, 12, tzinfo=UTC))
    ask(who, "50")
    assert ask(who, "1").status == "requested"
    clock.set_to(datetime(2026, 12, 1, 12, tzinfo=UTC))
    assert ask(who, "50").status == "granted"
    assert [str(row.ceiling) for row in Cap.objects.for_studio(who.studio_id).order_by("pk")][-2:] == [
        "150.00"
    ] * 2


def test_a_request_granted_after_the_month_turned_raises_the_new_month(who: Payer, clock: Clock) -> None:
    clock.set_to(datetime(2026, 11, 30, 12, tzinfo=UTC))
    request = ask(who, "80")
    clock.set_to(datetime(2026, 12, 1, 12, tzinfo=UTC))
    granted = topups.grant(request.public_id, by="operator")
    assert granted.cap is not None
    assert (granted.cap.month, str(granted.cap.ceiling)) == (date(2026, 12, 1), "180.00")


def test_a_no_says_why_and_changes_nothing(who: Payer) -> None:
    request = ask(who, "80")
    with pytest.raises(ReasonMissing):
        topups.decline(request.public_id, by="operator", answer=" ")
    assert topups.decline(request.public_id, by="operator", answer="Ask in December.").status == "declined"
    assert (ceiling(who), TopUp._base_manager.get().answer) == ("100.00", "Ask in December.")


@pytest.mark.parametrize("second", ["grant", "decline"])
def test_it_is_decided_once(who: Payer, second: str) -> None:
    request = ask(who, "80")
    topups.grant(request.public_id, by="operator")
    with pytest.raises(AlreadyDecided):
        getattr(topups, second)(request.public_id, by="operator", answer="x")
    assert ceiling(who) == "180.00"


def test_one_that_is_not_there_can_not_be_decided() -> None:
    with pytest.raises(NoSuchTopUp):
        topups.grant("top_nowhere", by="operator")


def test_without_a_reason_nothing_is_added(who: Payer) -> None:
    with pytest.raises(ReasonMissing):
        ask(who, "10", reason="  ")
    assert not TopUp._base_manager.exists()


def test_one_that_would_have_ended_already_is_refused(who: Payer) -> None:
    with pytest.raises(BadExpiry):
        ask(who, "10", expires_at=database_clock.now())
    request = ask(who, "80", expires_at=database_clock.from_now(seconds=60))
    change(TopUp, expires_at=database_clock.from_now(seconds=-1))
    with pytest.raises(BadExpiry):
        topups.grant(request.public_id, by="operator")
    assert ceiling(who) == "100.00"


def test_a_month_without_a_cap_has_nothing_to_raise() -> None:
    uncapped = payer("open", ceiling=None)
    for amount in ("0.01", "1000"):
        with pytest.raises(NoCeiling):
            ask(uncapped, amount)
    assert not TopUp._base_manager.exists()


def test_a_studio_without_an_allowance_is_told() -> None:
    bare = tenants.create("bare", actor="test")
    with pytest.raises(AllowanceMissing):
        caps.set_top_up_limit(bare.pk, Credits("5"), by="operator")
    with pytest.raises(AllowanceMissing):
        ask(Payer(studio_id=bare.pk, timezone="UTC", license="lic"), "1")


def test_every_one_is_kept_with_who_why_and_when(who: Payer) -> None:
    ask(who, "10", reason="scene 2")
    topups.grant(ask(who, "80", reason="the ending").public_id, by="operator", answer="gladly")
    told = [
        (row.reason, row.requested_by, row.decided_by, row.answer)
        for row in TopUp._base_manager.order_by("pk")
    ]
    assert told == [("scene 2", "lic_a", "lic_a", ""), ("the ending", "lic_a", "operator", "gladly")]
    verbs = AuditEntry.objects.for_studio(who.studio_id).filter(verb__startswith="topup").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "topup.ask",
        "topup.grant",
        "topup.ask",
        "topup.grant",
    ]


def test_a_raise_that_the_ledger_does_not_know_is_found(who: Payer) -> None:
    ask(who, "50")
    change(TopUp, amount=Credits("60"))
    assert broken() == ["every granted top-up raised its month once, by its amount"]


@pytest.mark.django_db(transaction=True)
def test_admins_who_ask_at_once_do_not_pass_the_limit_together() -> None:
    made = with_limit()
    told = at_once([partial(ask, made, "20")] * 6)
    assert sorted(row.status for row in told if isinstance(row, TopUp)) == ["granted"] * 2 + ["requested"] * 4
    assert ceiling(made) == "140.00"


@pytest.mark.django_db(transaction=True)
def test_a_request_that_is_granted_twice_at_once_counts_once() -> None:
    made = payer(ceiling="100")
    request = ask(made, "20")
    told = at_once([partial(topups.grant, request.public_id, by="operator")] * 4)
    assert sum(isinstance(answer, TopUp) for answer in told) == 1
    assert ceiling(made) == "120.00"


def test_over_the_api_an_admin_asks_and_everybody_of_the_studio_sees_it(who: Payer) -> None:
    studio = Studio.objects.get(pk=who.studio_id)
    admin, viewer = door_of(studio, role="admin"), door_of(studio, role="viewer")
    body = {"amount": "20", "reason": "రీషూట్ 🎬"}
    answer = admin.post("/topups", body, once="one")
    assert (answer.status_code, answer.json()["state"], answer.json()["amount"]) == (201, "granted", "20.00")
    again = admin.post("/topups", body, once="one")
    assert (again.json(), again.headers["Idempotent-Replayed"]) == (answer.json(), "true")
    assert [row["reason"] for row in viewer.get("/topups").json()["results"]] == ["రీషూట్ 🎬"]
    assert ceiling(who) == "120.00"


@pytest.mark.parametrize("role", ["producer", "viewer"])
def test_only_an_admin_may_ask(who: Payer, role: str) -> None:
    door = door_of(Studio.objects.get(pk=who.studio_id), role=role)
    assert door.post("/topups", {"amount": "20", "reason": "x"}).status_code == 403
    assert not TopUp._base_manager.exists()


@pytest.mark.parametrize(
    "body",
    [
        {}, {"amount": "20"}, {"amount": 20, "reason": "x"}, {"amount": "-1", "reason": "x"},
        {"amount": "0", "reason": "x"},
        {"amount": "1e3", "reason": "x"}, {"amount": "20", "reason": ""}, {"amount": "20", "reason": "x" * 501},
        {"amount": "20", "reason": "x", "expires_at": "tomorrow"},
        {"amount": "20", "reason": "x", "expires_at": "2020-01-01T00:00:00Z"},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_told_and_changes_nothing(who: Payer, body: dict[str, object]) -> None:
    answer = door_of(Studio.objects.get(pk=who.studio_id), role="admin").post("/topups", body)
    assert answer.status_code in (400, 422)
    assert answer.json()["spent_nothing"]
    assert ceiling(who) == "100.00"
    assert not TopUp._base_manager.exists()


def test_another_studio_s_top_ups_are_not_seen(who: Payer) -> None:
    ask(who, "20")
    other = door_of(tenants.create("nadir", actor="test"))
    assert other.get("/topups").json()["results"] == []


def operator(*words: str) -> str:
    out = StringIO()
    call_command("topup", *words, stdout=out)
    return out.getvalue()


def test_the_operator_sees_what_waits_and_decides(who: Payer) -> None:
    first, second = ask(who, "80", reason="the ending"), ask(who, "90", reason="more")
    assert operator("list").splitlines()[0] == f"{first.public_id} lumen: 80.00. the ending"
    operator("grant", first.public_id)
    operator("decline", second.public_id, "--reason", "not now")
    assert operator("list") == ""
    operator("give", "lumen", "5", "--reason", "a gift", "--until", "2099-01-01T00:00+00:00")
    assert ceiling(who) == "185.00"


@pytest.mark.parametrize(
    "words",
    [
        ("grant", "top_nowhere"), ("give", "nowhere", "5", "--reason", "x"), ("give", "lumen", "five", "--reason", "x"),
        ("give", "lumen", "5", "--reason", "x", "--until", "2099-01-01T00:00"),
        ("give", "lumen", "5", "--reason", "x", "--until", "soon"),
    ],
)  # fmt: skip
def test_the_operator_is_told_what_can_not_be(who: Payer, words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        operator(*words)
    assert ceiling(who) == "100.00"

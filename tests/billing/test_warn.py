from datetime import UTC, datetime
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from billing import port, tasks
from billing.errors import InsufficientAllowance
from billing.models import CapWarning
from billing.port import Payer
from billing.services import caps, topups, warnings
from core import clock as database_clock
from core.amounts import Credits
from rendering.models import Event, Film
from rendering.services import events
from studios.models import Member
from tests.billing.bills import approve, approved, change, pay, payer, show, work
from tests.billing.moved_clock import Clock
from tests.billing.post_office import PostOffice
from tests.core.at_once import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def who() -> Payer:
    return payer(ceiling="100")


def warned(who: Payer) -> list[int]:
    rows = CapWarning.objects.for_studio(who.studio_id).filter(cap__scope="studio_month")
    return list(rows.order_by("pk").values_list("percent", flat=True))


def admin(who: Payer, name: str, role: str = "admin") -> None:
    user = User.objects.create(username=name, email=f"{name}@studio.example")
    Member.objects.create(studio_id=who.studio_id, user=user, role=role)


@pytest.mark.parametrize(
    ("held", "told"),
    [("79.99", []), ("80.00", [80]), ("94.99", [80]), ("95.00", [80, 95]), ("100.00", [80, 95, 100])],
)
def test_each_threshold_is_warned_of_when_it_is_reached(who: Payer, held: str, told: list[int]) -> None:
    approved(who, held)
    assert warned(who) == told


def test_each_is_warned_of_once_a_window_however_often_it_is_crossed(who: Payer) -> None:
    for first in (1, 2, 3):
        port.void(who.studio_id, approved(who, "85.00", first=first))
    assert warned(who) == [80]
    approved(who, "96.00", first=9)
    assert warned(who) == [80, 95]


def test_what_is_spent_counts_as_what_is_held(who: Payer) -> None:
    (line,) = approved(who, "79.00")
    pay(who, {line: "79.00"})
    approved(who, "1.00", first=2)
    assert warned(who) == [80]


def test_a_lower_ceiling_warns_as_well(who: Payer) -> None:
    approved(who, "50.00")
    caps.set_allowance(who.studio_id, Credits("52"), timezone="UTC")
    assert warned(who) == [80, 95]


def test_a_refused_bill_warns_of_nothing(who: Payer) -> None:
    with pytest.raises(InsufficientAllowance):
        approved(who, "100.01")
    assert warned(who) == []


def test_a_new_month_warns_anew(who: Payer, clock: Clock) -> None:
    clock.set_to(datetime(2026, 11, 30, 12, tzinfo=UTC))
    approved(who, "80.00")
    clock.set_to(datetime(2026, 12, 1, 12, tzinfo=UTC))
    approved(who, "80.00", first=2)
    assert warned(who) == [80, 80]
    assert [row.percent for row in port.warnings_of(who)] == [80]


def test_an_uncapped_month_a_budget_and_a_mandate_warn_of_nothing() -> None:
    who = payer("open", ceiling=None)
    port.set_budget(who.studio_id, subject="flm_a", ceiling=Credits("10"))
    port.give_mandate(who, subject="flm_a", kinds=["draft"], ceiling=Credits("10"), by="lic")
    port.require_release(who, subject="flm_a", planned=work("10.00"))
    assert not CapWarning._base_manager.exists()


def test_a_license_s_share_is_warned_of_for_itself() -> None:
    who = payer("shared", ceiling="1000", license_ceiling="10")
    approved(who, "9.00")
    row = CapWarning._base_manager.get()
    assert (row.cap.scope, row.percent) == ("license_month", 80)
    said = warnings.sentence_of(row)
    assert said.startswith(f"The allowance of license {who.license} is used to 80 %: 9.00 of 10.00")


def test_a_warning_and_what_crossed_it_come_together_or_not_at_all(who: Payer) -> None:
    with transaction.atomic():
        approved(who, "90.00")
        transaction.set_rollback(True)
    assert warned(who) == []


@pytest.mark.django_db(transaction=True)
def test_many_who_cross_at_once_make_one_warning() -> None:
    who = payer(ceiling="100")
    shown = [show(who, work("10.00", film=f"flm_{number}"), film=f"flm_{number}") for number in range(12)]
    at_once([partial(approve, who, gate) for gate in shown])
    assert warned(who) == [80, 95, 100]


def film_of(who: Payer, name: str, **fields: str) -> Film:
    return Film.objects.create(
        studio_id=who.studio_id, license=who.license, name=name, idea="x", duration_seconds=5, aspect="16:9",
        language="english", resolution="720p", **fields,
    )  # fmt: skip


def test_films_under_way_are_told_once_and_others_not(who: Payer) -> None:
    working, _, foreign = film_of(who, "a"), film_of(who, "b", status="stopped"), film_of(payer("nadir"), "c")
    approved(who, "85.00")
    for _ in range(2):
        events.pass_on_warnings()
    told = Event.objects.for_studio(who.studio_id).filter(is_notice=True).values_list("film", "kind", "text")
    assert list(told) == [
        (
            working.pk, "allowance.warned",
            "This month's allowance is used to 80 %: 85.00 of 100.00 credits. "
            "A studio admin or your studio contact can top it up.",
        )
    ]  # fmt: skip
    assert not Event.objects.for_studio(foreign.studio_id).exists()


def test_admins_get_one_mail_and_nobody_else_does(who: Payer, office: PostOffice) -> None:
    for name, role in [("ada", "admin"), ("ravi", "admin"), ("pat", "producer"), ("vi", "viewer")]:
        admin(who, name, role)
    admin(payer("nadir"), "other")
    approved(who, "85.00")
    tasks.mail_warnings()
    tasks.mail_warnings()
    ((to, letter),) = office.letters
    assert to == ["ada@studio.example", "ravi@studio.example"]
    assert letter["Subject"] == "pod: 80 % of this month's credits are used"
    assert "85.00 of 100.00 credits" in str(letter.get_payload())
    assert "ravi" not in str(letter["To"])


def test_a_mail_server_that_takes_nothing_is_tried_again(who: Payer, office: PostOffice) -> None:
    admin(who, "ada")
    approved(who, "85.00")
    office.is_closed = True
    tasks.mail_warnings()
    office.is_closed = False
    tasks.mail_warnings()
    assert len(office.letters) == 1


def test_who_died_while_mailing_is_followed_after_a_while(who: Payer, office: PostOffice) -> None:
    admin(who, "ada")
    approved(who, "85.00")
    change(CapWarning, mailing_at=database_clock.from_now(seconds=-warnings.MAILING_PATIENCE_SECONDS + 60))
    tasks.mail_warnings()
    assert office.letters == []
    change(CapWarning, mailing_at=database_clock.from_now(seconds=-warnings.MAILING_PATIENCE_SECONDS - 1))
    tasks.mail_warnings()
    assert len(office.letters) == 1


def test_a_studio_without_an_admin_s_address_is_no_obstacle(who: Payer, office: PostOffice) -> None:
    approved(who, "85.00")
    tasks.mail_warnings()
    assert (office.letters, warnings.to_mail()) == ([], [])


def test_a_top_up_takes_the_warning_from_the_screen_but_not_from_the_record(who: Payer) -> None:
    approved(who, "85.00")
    topups.give(who.studio_id, Credits("100"), reason="more", expires_at=None, timezone="UTC", by="operator")
    assert port.month_figures(who).warning is None
    assert warned(who) == [80]


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_that_mail_at_once_one_does(office: PostOffice) -> None:
    who = payer(ceiling="100")
    admin(who, "ada")
    approved(who, "85.00")
    (warning,) = warnings.to_mail()
    told = at_once([partial(warnings.mail, warning)] * 4)
    assert sorted(map(str, told)) == ["False", "False", "False", "True"]
    assert len(office.letters) == 1

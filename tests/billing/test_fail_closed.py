"""Whatever is missing: a clear problem, no order, and no hold left behind."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import connection
from nacl.signing import SigningKey
from pytest_django.fixtures import Settings

from billing import port
from billing.errors import AllowanceMissing, NotPermitted, PriceNotKnown
from billing.models import Approval, ApprovalLine, Cap, Hold, LedgerEntry, TopUp
from billing.port import Payer, Permit, Planned, Spec
from billing.services import caps, holds, prices
from core.amounts import Credits
from core.errors import Unavailable
from rendering.models import Film, Shot
from rendering.services import productions
from studios.models import IdempotencyRecord, Studio
from tests.billing.bills import (
    BOOK,
    FILM,
    approve,
    approved,
    broken,
    figures,
    payer,
    show,
    without_triggers,
    work,
)
from tests.core import signers
from tests.studios.doors import Door, door_of

pytestmark = pytest.mark.django_db
SPEC = work("10.00")[0].described()


@pytest.fixture
def who() -> Payer:
    return payer()


def nothing_is_left(who: Payer) -> bool:
    held = Hold.objects.for_studio(who.studio_id).exists()
    approved_ = Approval.objects.for_studio(who.studio_id).exists()
    return not held and not approved_ and figures(who) == ("0.00", "0.00") and broken() == []


def test_without_a_price_there_is_no_bill(who: Payer) -> None:
    unheard = Planned(
        work="x",
        kind="draft",
        label="x",
        spec=Spec(model="engine/new", kind="clip", resolution="480p", seconds=5),
    )
    with pytest.raises(PriceNotKnown) as refusal:
        show(who, [unheard])
    assert refusal.value.extras == {"engine": "engine/new", "tier": "480p", "unit": "second or clip"}
    assert port.open_gate_of(who.studio_id, FILM) is None
    assert nothing_is_left(who)


def test_a_price_that_vanished_since_the_bill_was_shown_refuses_the_answer(who: Payer) -> None:
    still = Planned(
        work="x", kind="still", label="x", spec=Spec(model="engine/still", kind="still", resolution="1K")
    )
    gate = show(who, [still])
    prices.publish(BOOK.replace("engine/still,1K,n/a,image,8\n", ""), source="without stills")
    with pytest.raises(PriceNotKnown):
        approve(who, gate)
    assert nothing_is_left(who)


def test_without_its_cap_nothing_is_held(who: Payer) -> None:
    month = caps.open_month(who.studio_id, timezone="UTC", license_id="")
    approved(payer("nadir"), "10.00")
    line = ApprovalLine._base_manager.get()
    with without_triggers():
        LedgerEntry._base_manager.filter(cap=month.studio).delete()
        Cap._base_manager.filter(pk=month.studio.pk).delete()
    with pytest.raises(AllowanceMissing):
        holds.authorize([line], subject=FILM, month=month, film=None, mandate=None, reference="x")
    assert not Hold.objects.for_studio(who.studio_id).exists()


@pytest.mark.parametrize("seed", ["", "not base64!", base64.b64encode(b"short").decode()])
def test_without_a_signing_key_nothing_is_approved(who: Payer, settings: Settings, seed: str) -> None:
    gate = show(who, work("10.00"))
    settings.POD_APPROVAL_SIGNING_KEY = seed
    with pytest.raises(Unavailable, match="can not sign"):
        approve(who, gate)
    with pytest.raises(Unavailable, match="can not sign"):
        port.give_mandate(who, subject=FILM, kinds=["draft"], ceiling=Credits("5"), by="lic")
    assert nothing_is_left(who)
    assert port.open_gate_of(who.studio_id, FILM) is not None


@pytest.mark.parametrize("keys", ["", "other", "not a key", "k:AAAA"])
def test_without_the_verify_key_nothing_is_ordered(who: Payer, settings: Settings, keys: str) -> None:
    (line,) = approved(who, "10.00")
    if keys == "other":
        signers.use(settings, None, SigningKey.generate())
    else:
        settings.POD_APPROVAL_VERIFY_KEYS = keys
    with pytest.raises(NotPermitted, match="unknown_key"):
        port.verify(who.studio_id, subject=FILM, line=line, work=f"{FILM}/1", spec=SPEC, order="att_1")


def test_two_verify_keys_are_live_while_one_takes_over_from_the_other(who: Payer, settings: Settings) -> None:
    old, new = SigningKey.generate(), SigningKey.generate()
    signers.use(settings, old)
    (before,) = approved(who, "10.00")
    signers.use(settings, new, old)
    (after,) = approved(who, "10.00", first=2)
    for number, line in [(1, before), (2, after)]:
        assert isinstance(
            port.verify(
                who.studio_id,
                subject=FILM,
                line=line,
                work=f"{FILM}/{number}",
                spec=SPEC,
                order=f"att_{number}",
            ),
            Permit,
        )
    signers.use(settings, new)
    with pytest.raises(NotPermitted, match="unknown_key"):
        port.verify(who.studio_id, subject=FILM, line=before, work=f"{FILM}/1", spec=SPEC, order="att_1")


# --- The database goes away in the middle ---------------------------------------------------------------------------


@pytest.fixture
def door(transactional_db: None) -> Door:
    who = payer(ceiling="1000")
    return door_of(Studio.objects.get(pk=who.studio_id), role="admin")


@contextmanager
def killed_when(statement: str) -> Iterator[None]:
    """The backend of this connection dies as soon as a statement that has this in it was run, once."""
    died: list[str] = []

    def and_die(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if statement in sql and not died:
            died.append(sql)
            with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
                other.execute(
                    "SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid]
                )
        return result

    with connection.execute_wrapper(and_die):
        yield
    connection.close()
    assert died


def film_with_a_bill(door: Door) -> dict[str, str]:
    """A film at its cost gate; the body of a yes to it."""
    prices.publish(prices.SHIPPED.read_text(), source="test")
    film = Film.objects.create(
        studio=door.studio, license=door.license.public_id, name="robots", idea="x", duration_seconds=5, aspect="16:9",
        language="english", resolution="720p", stage="cost", is_drafts_only=True,
        casting={
            "hero_engine": "seedance-2", "clips_engine": "seedance-2", "stills_engine": "nano-banana", "reason": "x",
        },
    )  # fmt: skip
    Shot.objects.create(film=film, number=1, scene=1, seconds=5, description="robots")
    assert productions.advance(film.pk)
    gate = door.get("/films/robots/gate").json()
    return {"gate": gate["id"], "digest": gate["digest"], "answer": "approve"}


@pytest.mark.parametrize(
    "statement",
    [
        "billing_approval",
        "billing_approvalline",
        "billing_hold",
        'UPDATE "rendering_film"',
        "studios_idempotencyrecord",
    ],
)
def test_a_database_that_goes_away_in_the_middle_of_an_answer_leaves_nothing(
    door: Door, statement: str
) -> None:
    answer = film_with_a_bill(door)
    with killed_when(statement):
        refused = door.post("/films/robots/gate/answer", answer, once="one")
    assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
    assert "spent_nothing" not in refused.json()  # who was told can not know: it may have gone in the commit
    assert not Hold._base_manager.exists()
    assert not Approval._base_manager.exists()
    assert not IdempotencyRecord._base_manager.exists()
    assert broken() == []
    assert door.post("/films/robots/gate/answer", answer, once="one").status_code == 200
    assert Hold._base_manager.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_database_that_goes_away_in_the_middle_of_a_top_up_leaves_the_ceiling(door: Door) -> None:
    caps.set_top_up_limit(door.studio.pk, Credits("50"), by="operator")
    with killed_when('INSERT INTO "billing_ledgerentry"'):
        refused = door.post("/topups", {"amount": "20", "reason": "x"}, once="one")
    assert refused.status_code == 503
    assert str(caps.open_month(door.studio.pk, timezone="UTC", license_id="").studio.ceiling) == "1000.00"
    assert not TopUp._base_manager.exists()


def test_a_malformed_key_is_never_part_of_what_is_told(who: Payer, settings: Settings) -> None:
    settings.POD_APPROVAL_SIGNING_KEY = "c2VjcmV0LXNlZWQ="
    with pytest.raises(Unavailable) as refusal:
        approve(who, show(who, work("10.00")))
    assert "c2VjcmV0" not in f"{refusal.value!r} {refusal.value.document()}"

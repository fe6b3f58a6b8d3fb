"""Studios with an allowance, and bills of theirs, made by the services that make them in life."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet

from billing import port
from billing.models import Approval, Cap, LedgerEntry, LineUse, Mandate, TopUp
from billing.port import GateView, Payer, Planned
from billing.services import caps, prices, proof, topups
from core import amounts, signing
from core.amounts import Credits
from studios.services import tenants

BOOK = """model,resolution,audio,unit,credits
engine/clip,480p,included,second,19
engine/clip,1080p,included,second,102
engine/still,1K,n/a,image,8
"""
FILM = "flm_a"


def payer(
    slug: str = "lumen",
    *,
    ceiling: str | None = "100",
    timezone: str = "UTC",
    license_ceiling: str | None = None,
) -> Payer:
    """A new studio with this much a month, and a license that has a share of its own where one is given."""
    prices.publish(BOOK, source="test")
    studio = tenants.create(slug, timezone=timezone, actor="test")
    caps.set_allowance(studio.pk, amounts.parse(ceiling) if ceiling else None, timezone=timezone)
    license_id = f"lic_{slug}"
    if license_ceiling:
        share = amounts.parse(license_ceiling)
        caps.set_allowance(studio.pk, share, timezone=timezone, license_id=license_id)
    return Payer(studio_id=studio.pk, timezone=timezone, license=license_id)


def with_limit(*, license_ceiling: str | None = None) -> Payer:
    """A studio of 100 a month, whose admins may add 50 a month themselves."""
    made = payer(ceiling="100", license_ceiling=license_ceiling)
    caps.set_top_up_limit(made.studio_id, Credits("50"), by="operator")
    return made


def ask(who: Payer, amount: str, *, reason: str = "reshoots", expires_at: datetime | None = None) -> TopUp:
    return topups.ask(
        who.studio_id,
        Credits(amount),
        reason=reason,
        expires_at=expires_at,
        timezone=who.timezone,
        by="lic_a",
    )


def work(*costs: str, film: str = FILM, kind: str = "draft", first: int = 1) -> list[Planned]:
    """Metered work at these amounts; its references count on from `first`."""
    return [
        Planned(
            work=f"{film}/{number}",
            kind=kind,
            label=f"shot-{number:02}",
            model="test",
            at_most=amounts.parse(cost),
        )
        for number, cost in enumerate(costs, start=first)
    ]


def show(who: Payer, planned: list[Planned], *, film: str = FILM) -> GateView:
    """A cost gate with this bill."""
    return port.show(who.studio_id, subject=film, kind="cost", shown={"title": "The bill"}, planned=planned)


def approve(who: Payer, gate: GateView, *, kinds: list[str] | None = None) -> None:
    """Say yes to a gate, or to these kinds of its lines."""
    port.approve(who, gate=gate.id, digest=gate.digest, answer="approve", kinds=kinds, by=who.license)


def approved(who: Payer, *costs: str, film: str = FILM, first: int = 1) -> list[str]:
    """A bill of these amounts, shown and approved: the ids of its lines in order."""
    approve(who, show(who, work(*costs, film=film, first=first), film=film))
    lines = port.released_lines(who.studio_id, film)
    return [lines[f"{film}/{number}"].id for number in range(first, first + len(costs))]


def cap(who: Payer, scope: str = "studio_month", subject: str = "") -> Cap:
    """The cap as the database has it."""
    return Cap.objects.for_studio(who.studio_id).get(scope=scope, subject=subject)


def ceiling(who: Payer) -> str:
    """What the month's cap is now."""
    return str(cap(who).ceiling)


def figures(who: Payer, scope: str = "studio_month", subject: str = "") -> tuple[str, str]:
    """What is held and what is spent under a cap."""
    row = cap(who, scope, subject)
    return str(row.held), str(row.spent)


def pay(who: Payer, reported: dict[str, str]) -> None:
    """Capture lines by what the provider reported."""
    port.capture(who.studio_id, {line: Credits(amount) for line, amount in reported.items()})


def unlocked(who: Payer) -> set[str]:
    """The subjects of the caps that no transaction has locked, save the one it is asked in."""
    with transaction.atomic():
        rows = Cap.objects.for_studio(who.studio_id).select_for_update(skip_locked=True)
        return {row.subject for row in rows}


def uses(who: Payer) -> int:
    """How many lines have been taken for an order."""
    return LineUse.objects.for_studio(who.studio_id).count()


def broken() -> list[str]:
    """The equations of the proof that do not hold."""
    return [equation.says for equation in proof.equations() if not equation.is_true]


def resign(row: Approval | Mandate, **changes: Any) -> None:
    """The claim as it would be had the web tier signed it with these changes."""
    claim = {**row.claim, **changes}
    row.claim, row.signature = claim, signing.sign(claim).value
    row.save()


@contextmanager
def without_triggers() -> Iterator[None]:
    """Change rows behind the triggers' back, as whoever owns the database could."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


def put_last(rows: QuerySet[Any]) -> None:
    """Have PostgreSQL keep these rows behind all others: only an order that was asked for puts them first."""
    with without_triggers():
        assert rows.update(id=F("id"))


def forget_months() -> None:
    """As if nobody had touched a month yet."""
    with without_triggers():
        LedgerEntry._base_manager.all().delete()
        Cap._base_manager.all().delete()


def change(model: Any, **fields: Any) -> None:
    """Write past every service, as a fault in the database would."""
    assert model._base_manager.update(**fields)

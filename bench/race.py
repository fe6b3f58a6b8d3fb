"""Four processes and a thousand approvals on one cap: not how fast, but whether every credit is where it belongs."""

import sys
import time
from decimal import Decimal

from billing.models import Cap
from billing.port import Payer
from billing.services import caps, topups
from core.amounts import Credits
from studios.services import tenants
from tests.billing.racing import gates_of, had_room, passed_its_ceiling, race


def run(*, is_quick: bool) -> list[str]:
    """What was wrong, in sentences; nothing, when all is well."""
    count = 120 if is_quick else 1000
    return [*_equal_prices(count), *_mixed(count)]


def _equal_prices(count: int) -> list[str]:
    who, price = _studio("equal", ceiling="1000"), Decimal(7)
    gates = gates_of(who, [["7.00"]] * count)
    began = time.perf_counter()
    told = race(who, gates, gives_back=False)
    passed = sum("funded" in answer for answer in told)
    _tell("equal prices", len(told), passed, began)
    expected = min(count, int(Decimal(1000) // price))
    return [] if passed == expected else [f"{passed} of {count} equal approvals passed, not {expected}"]


def _mixed(count: int) -> list[str]:
    who = _studio("mixed", ceiling=str(count * 3), share=str(count * 2))
    bills = [[f"{1 + number % 9}.{number % 100:02d}"] * (1 + number % 3) for number in range(count)]
    gates = gates_of(who, bills, budget="9")

    def top_up() -> None:
        topups.give(who.studio_id, Credits("40"), reason="x", expires_at=None, timezone="UTC", by="operator")

    began = time.perf_counter()
    told = race(who, gates, gives_back=True, meanwhile=[top_up] * 5)
    refusals = [answer for answer in told if "as_of" in answer]
    _tell(
        "mixed bills, a license's share, budgets, releases, top-ups",
        len(told),
        len(told) - len(refusals),
        began,
    )
    in_vain = sum(map(had_room, refusals))
    return [
        *([f"{in_vain} approvals were refused although there was room"] if in_vain else []),
        *(["a ceiling was passed"] if passed_its_ceiling() else []),
    ]


def _studio(slug: str, *, ceiling: str, share: str = "") -> Payer:
    studio = tenants.create(f"race-{slug}", actor="bench")
    caps.set_allowance(studio.pk, Credits(ceiling), timezone="UTC")
    license_id = f"lic_{slug}"
    if share:
        caps.set_allowance(studio.pk, Credits(share), timezone="UTC", license_id=license_id)
    assert Cap.objects.for_studio(studio.pk).exists()
    return Payer(studio_id=studio.pk, timezone="UTC", license=license_id)


def _tell(what: str, count: int, passed: int, began: float) -> None:
    took = time.perf_counter() - began
    sys.stdout.write(f"race, {what}: {passed} of {count} approvals passed, {count / took:.0f} a second\n")

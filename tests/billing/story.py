"""A month in which everything that moves credits has happened, an hour apart."""

from dataclasses import dataclass
from datetime import timedelta

from billing import port
from billing.models import Hold
from billing.port import Payer
from billing.services import topups
from core import clock as database_clock
from core.amounts import Credits
from tests.billing.bills import FILM, approved, ask, pay, payer, with_limit, work
from tests.billing.moved_clock import Clock

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Story:
    """A studio with a ceiling, a license's share, a budget, a mandate and top-ups, and one with nothing of that."""

    bound: Payer
    free: Payer
    lines: dict[str, str]
    """The approval lines of the first by how they ended: paid, lost, open, mandated."""

    def hold(self, how: str) -> Hold:
        return Hold.objects.for_studio(self.bound.studio_id).get(approval_line__public_id=self.lines[how])


def tell(clock: Clock) -> Story:
    """145 of 170 are committed when a raise of 50 ends; 80 are paid, 10 and 40 given back, 5 and 10 still held."""
    bound = with_limit(license_ceiling="500")
    port.set_budget(bound.studio_id, subject=FILM, ceiling=Credits("300"))
    ask(bound, "50", expires_at=database_clock.now() + 4 * HOUR)
    for answer in (topups.grant, topups.decline):
        clock.move(HOUR)
        answer(ask(bound, "20").public_id, by="operator", answer="so be it")
    ask(bound, "30")
    clock.move(HOUR)
    paid, lost, still_open = approved(bound, "90.00", "40.00", "5.00")
    port.give_mandate(bound, subject=FILM, kinds=("draft",), ceiling=Credits("30"), by=bound.license)
    port.release_under_mandate(bound, subject=FILM, planned=work("10.00", first=4))
    mandated = port.released_lines(bound.studio_id, FILM)[f"{FILM}/4"].id
    clock.move(2 * HOUR)
    topups.end_due()
    clock.move(HOUR)
    pay(bound, {paid: "80.00"})
    clock.move(HOUR)
    port.void(bound.studio_id, [lost])
    clock.move(HOUR)
    free = payer("nadir", ceiling=None)
    first, second, _ = approved(free, "10.00", "7.00", "3.00", film="flm_b")
    pay(free, {first: "9.00"})
    port.void(free.studio_id, [second])
    clock.move(HOUR)
    return Story(bound, free, {"paid": paid, "lost": lost, "open": still_open, "mandated": mandated})

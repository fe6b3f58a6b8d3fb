"""How much an account should have moved between two readings, from the orders and questions we know of.

The provider books an order when it takes it, and gives a failure back when it ends. Neither instant is known exactly:
an order was booked between its sending and its answer, a failure given back before we saw it. So each order has one
of three phases at a reading, more than one may be possible, and the sum has bounds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import NamedTuple

from core.amounts import CENT, ZERO, Credits
from rendering.models import BalanceReading

ROUNDING = CENT
"""Two readings, each rounded down to 0.01, may lie so far off between them."""


class Phase(IntEnum):
    """Where an order may be in its account's eyes. It only goes forward."""

    NOT_BOOKED = 0
    BOOKED = 1
    FAILED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """An order as its account saw it.

    Booked between `sent_at` and `booked_by`; perhaps never where that is None. `price` was booked; when it failed all
    but `kept` came back, at `back_by` at the latest.
    """

    order: str
    sent_at: datetime
    booked_by: datetime | None
    price: Credits
    back_by: datetime | None = None
    kept: Credits = ZERO

    def cost_in(self, phase: Phase) -> Credits:
        """What the account is short by."""
        return {Phase.NOT_BOOKED: ZERO, Phase.BOOKED: self.price, Phase.FAILED: self.kept}[phase]

    def phases(self, reading: BalanceReading) -> list[Phase]:
        """Those it may have been in when the account was read."""
        found = []
        if self.booked_by is None or reading.asked_at < self.booked_by:
            found.append(Phase.NOT_BOOKED)
        if reading.at > self.sent_at:
            if self.back_by is None or reading.asked_at < self.back_by:
                found.append(Phase.BOOKED)
            if self.back_by is not None:
                found.append(Phase.FAILED)
        return found

    def between(self, before: BalanceReading, after: BalanceReading) -> "Bounds":
        """What it may have taken off the account between two readings."""
        later = self.phases(after)
        moves = [
            self.cost_in(then) - self.cost_in(now)
            for now in self.phases(before)
            for then in later
            if now <= then
        ]
        return Bounds(min(moves), max(moves)) if moves else Bounds(ZERO, ZERO)


class Bounds(NamedTuple):
    """An amount that lies between these; both the same where it is known."""

    least: Credits
    most: Credits

    def holds(self, amount: Credits) -> bool:
        return self.least - ROUNDING <= amount <= self.most + ROUNDING

    @property
    def is_exact(self) -> bool:
        return self.most - self.least <= ROUNDING


class Span(NamedTuple):
    """Two readings with what lies between: the movement (more spent is more) and what of it is known."""

    before: BalanceReading
    after: BalanceReading
    known: Bounds
    orders: list[Course]

    @property
    def movement(self) -> Credits:
        moved: Credits = self.before.balance - self.after.balance
        return moved

    @property
    def unexplained(self) -> Bounds:
        return Bounds(self.movement - self.known.most, self.movement - self.known.least)

    @property
    def gap(self) -> Credits:
        """What certainly is not explained: above 0 more moved, below 0 less; 0 where everything may be explained."""
        if self.known.holds(self.movement):
            return ZERO
        return self.unexplained.least if self.movement > self.known.most else self.unexplained.most

    @property
    def has_gained(self) -> bool:
        """The balance went up, and not by what failed: somebody topped it up."""
        return self.gap < 0 and self.movement < 0


def span(before: BalanceReading, after: BalanceReading, courses: Iterable[Course]) -> Span:
    """Set the movement between two readings beside what is known."""
    least, most = after.chat_least - before.chat_most, after.chat_most - before.chat_least
    least = max(least, ZERO)
    orders = []
    for course in courses:
        moves = course.between(before, after)
        least, most = least + moves.least, most + moves.most
        if moves != (ZERO, ZERO):
            orders.append(course)
    return Span(before, after, Bounds(least, most), orders)


def narrowest(
    before: Sequence[BalanceReading], after: Sequence[BalanceReading], courses: Sequence[Course]
) -> Span | None:
    """The pair of readings that leaves least open; of equals the first, so give the nearest readings first."""
    spans = [span(first, last, courses) for last in after for first in before]
    return min(spans, key=lambda one: one.known.most - one.known.least, default=None)

"""The money core in one page: what every figure must be, worked out the slow way."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

Money = Decimal
ZERO = Money(0)


@dataclass
class Cap:
    ceiling: Money
    held: Money = ZERO
    spent: Money = ZERO
    overhang: Money = ZERO

    @property
    def room(self) -> Money:
        return self.ceiling - self.held - self.spent


@dataclass
class Model:
    allowance: Money
    share: Money
    months: dict[date, Cap] = field(default_factory=dict)
    shares: dict[date, Cap] = field(default_factory=dict)
    films: dict[str, Cap] = field(default_factory=dict)
    mandates: dict[str, Cap] = field(default_factory=dict)
    raises: dict[str, tuple[Cap, Money, datetime]] = field(default_factory=dict)
    held: dict[str, tuple[Money, list[Cap]]] = field(default_factory=dict)

    def open(self, month: date) -> tuple[Cap, Cap]:
        return self.months.setdefault(month, Cap(self.allowance)), self.shares.setdefault(
            month, Cap(self.share)
        )

    def fund(
        self, month: date, film: str, costs: dict[str, Money], mandate: str | None = None
    ) -> set[str] | None:
        """The lines that are held now; None when the whole is refused."""
        all_caps = [*self.open(month), *([self.mandates[mandate]] if mandate else [])]
        chosen, room = {}, self.films[film].room if film in self.films else Money("Infinity")
        for line, cost in costs.items():
            if (room := room - cost) < 0:
                break
            chosen[line] = cost
        total = sum(chosen.values(), ZERO)
        if any(total > cap.room for cap in all_caps):
            return None
        for line, cost in chosen.items():
            self.held[line] = cost, [*all_caps, *([self.films[film]] if film in self.films else [])]
            for cap in self.held[line][1]:
                cap.held += cost
        return set(chosen)

    def resolve(self, line: str, paid: Money) -> None:
        if line in self.held:
            amount, caps = self.held.pop(line)
            for cap in caps:
                cap.held, cap.spent = cap.held - amount, cap.spent + min(amount, paid)
                gone = min(cap.overhang, amount - min(amount, paid))
                cap.overhang, cap.ceiling = cap.overhang - gone, cap.ceiling - gone

    def end_raises(self, now: datetime) -> None:
        for name, (cap, amount, until) in list(self.raises.items()):
            if until <= now:
                del self.raises[name]
                free = min(amount, cap.room)
                cap.ceiling, cap.overhang = cap.ceiling - free, cap.overhang + amount - free

    def allow(self, month: date, ceiling: Money) -> bool:
        """Set the allowance beside the raises that run; False when that is below what is committed."""
        cap, _ = self.open(month)
        wanted = ceiling + sum(
            (amount for raised, amount, _ in self.raises.values() if raised is cap), Money(0)
        )
        overhang = min(cap.overhang, max(ZERO, cap.held + cap.spent - wanted))
        if wanted + overhang < cap.held + cap.spent:
            return False
        self.allowance, cap.ceiling, cap.overhang = ceiling, wanted + overhang, overhang
        return True

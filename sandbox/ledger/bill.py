"""Every order, every chat call and the balance: what the sandbox would send an invoice for."""

import time
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sandbox.faults.kinds import Fault

from .journal import Entry, Journal

_AMOUNTS = ("price", "surcharge", "refunded")


class State(StrEnum):
    """The states that recordings of the provider show (kie/api.md 2.2)."""

    WAITING = "waiting"
    SUCCESS = "success"
    FAIL = "fail"


@dataclass(slots=True)
class Order:
    """One accepted createTask. `faults`, `fails_with` and `delay_seconds` are its fate, settled when it was accepted.

    `price` is what the price book says, `surcharge` what is charged above it, `refunded` what came back later.
    """

    task_id: str
    model: str
    price: Decimal
    callback: str | None
    input: dict[str, Any]
    base_url: str
    created_ms: int
    delay_seconds: float
    fails_with: str | None = None
    state: State = State.WAITING
    completed_ms: int | None = None
    fail_code: str | None = None
    fail_message: str | None = None
    files: list[str] = field(default_factory=list)
    callback_note: str | None = None
    fails_as: str = "501"
    faults: list[Fault] = field(default_factory=list)
    surcharge: Decimal = Decimal(0)
    refunded: Decimal = Decimal(0)

    @property
    def credits(self) -> Decimal:
        """Charged at creation, nothing after a failure (kie/api.md 1.6) unless a fault says otherwise."""
        is_free = self.state is State.FAIL and self.fault("charged_failure") is None
        return Decimal(0) if is_free else self.price + self.surcharge

    def fault(self, kind: str) -> dict[str, Any] | None:
        """The parameters of the fault of this kind that struck the order, if one did."""
        return next((fault.given for fault in self.faults if fault.kind == kind), None)


@dataclass(frozen=True, slots=True)
class ChatCharge:
    """One answered chat call; `at` is in milliseconds since 1970."""

    model: str
    credits: Decimal
    at: int


@dataclass(frozen=True, slots=True)
class Movement:
    """One change of the balance: opening, order, failed, refund, chat, elsewhere or set; `at` as above."""

    at: int
    amount: Decimal
    why: str
    task_id: str | None = None


class Bill:
    """Orders by task id, chat charges, and the balance they leave; rebuilt from the journal on start.

    The balance is the sum of the movements, the first of which opened the account.
    """

    def __init__(self, journal: Journal, opening_balance: Decimal) -> None:
        self.orders: dict[str, Order] = {}
        self.chat: list[ChatCharge] = []
        self.movements: list[Movement] = []
        self.balance = Decimal(0)
        self.in_flight = self.most_in_flight = 0
        self._journal = journal
        entries = list(journal.replay())
        for entry in entries:
            self._apply(entry)
        if not entries:
            self.set_balance(opening_balance)

    def place(self, order: Order) -> Order:
        """Accept the order, charge it at once (kie/api.md 0, fact 2), and return it as it is kept."""
        amounts = {name: str(getattr(order, name)) for name in _AMOUNTS}
        self._record({"kind": "placed", **asdict(order), **amounts})
        return self.orders[order.task_id]

    def end(
        self, order: Order, *, at: int, files: list[str] | None = None, failure: tuple[str, str] | None = None
    ) -> None:
        """Finish the order with its files, or with (code, message) and its price given back."""
        code, message = failure or (None, None)
        self._record({
            "kind": "ended", "task_id": order.task_id, "at": at,
            "files": files or [], "fail_code": code, "fail_message": message,
        })  # fmt: skip

    def charge_chat(self, model: str, credits: Decimal, *, at: int) -> None:
        self._record({"kind": "chat", "model": model, "credits": str(credits), "at": at})

    def refund(self, order: Order, credits: Decimal) -> None:
        """Give credits back, later and beside the record, as support does; never more than was charged."""
        credits = min(credits, order.credits - order.refunded)
        self._record({"kind": "refund", "task_id": order.task_id, "credits": str(credits), "at": now_ms()})

    def set_balance(self, balance: Decimal, *, why: str = "set") -> None:
        self._record({"kind": "balance", "balance": str(balance), "why": why, "at": now_ms()})

    def _record(self, entry: Entry) -> None:
        self._journal.append(entry)
        self._apply(entry)

    def _apply(self, entry: Entry) -> None:
        fields = {name: value for name, value in entry.items() if name != "kind"}
        match entry["kind"]:
            case "balance":
                why = fields.get("why", "set") if self.movements else "opening"
                self._move(Decimal(fields["balance"]) - self.balance, why, at=fields.get("at", 0))
            case "chat":
                charge = ChatCharge(fields["model"], Decimal(fields["credits"]), fields["at"])
                self.chat.append(charge)
                self._move(-charge.credits, "chat", at=charge.at)
            case "placed":
                self._apply_placing(fields)
            case "ended":
                self._apply_end(fields)
            case "refund":
                order, credits = self.orders[fields["task_id"]], Decimal(fields["credits"])
                order.refunded += credits
                self._move(credits, "refund", at=fields["at"], task_id=order.task_id)

    def _apply_placing(self, fields: Entry) -> None:
        amounts = {name: Decimal(fields[name]) for name in _AMOUNTS if name in fields}
        faults = [Fault(**kept) for kept in fields.get("faults", [])]
        order = Order(**{**fields, **amounts, "faults": faults, "state": State(fields["state"])})
        self.orders[order.task_id] = order
        self._move(-order.credits, "order", at=order.created_ms, task_id=order.task_id)
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)

    def _apply_end(self, fields: Entry) -> None:
        order = self.orders[fields["task_id"]]
        charged = order.credits
        order.completed_ms, order.files = fields["at"], fields["files"]
        order.fail_code, order.fail_message = fields["fail_code"], fields["fail_message"]
        order.state = State.SUCCESS if order.fail_code is None else State.FAIL
        self.in_flight -= 1
        if back := charged - order.credits:
            self._move(back, "failed", at=fields["at"], task_id=order.task_id)

    def _move(self, amount: Decimal, why: str, *, at: int, task_id: str | None = None) -> None:
        self.movements.append(Movement(at, amount, why, task_id))
        self.balance += amount


def now_ms() -> int:
    """Milliseconds since 1970, as the provider counts them."""
    return time.time_ns() // 1_000_000

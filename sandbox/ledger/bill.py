"""Every order, every chat call and the balance: what the sandbox would send an invoice for."""

from dataclasses import asdict, dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from .journal import Entry, Journal


class State(StrEnum):
    """The states that recordings of the provider show (kie/api.md 2.2)."""

    WAITING = "waiting"
    SUCCESS = "success"
    FAIL = "fail"


@dataclass(slots=True)
class Order:
    """One accepted createTask. `fails_with` and `delay_seconds` are its fate, settled when it was accepted."""

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

    @property
    def credits(self) -> Decimal:
        """Charged at creation, nothing after a failure (kie/api.md 1.6)."""
        return Decimal(0) if self.state is State.FAIL else self.price


@dataclass(frozen=True, slots=True)
class ChatCharge:
    """One answered chat call; `at` is in milliseconds since 1970."""

    model: str
    credits: Decimal
    at: int


class Bill:
    """Orders by task id, chat charges, and the balance they leave; rebuilt from the journal on start."""

    def __init__(self, journal: Journal, opening_balance: Decimal) -> None:
        self.orders: dict[str, Order] = {}
        self.chat: list[ChatCharge] = []
        self.balance = opening_balance
        self._journal = journal
        entries = list(journal.replay())
        for entry in entries:
            self._apply(entry)
        if not entries:
            self._record({"kind": "balance", "balance": str(opening_balance)})

    def place(self, order: Order) -> Order:
        """Accept the order, charge it at once (kie/api.md 0, fact 2), and return it as it is kept."""
        self._record({"kind": "placed", **asdict(order), "price": str(order.price)})
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

    def set_balance(self, balance: Decimal) -> None:
        self._record({"kind": "balance", "balance": str(balance)})

    def _record(self, entry: Entry) -> None:
        self._journal.append(entry)
        self._apply(entry)

    def _apply(self, entry: Entry) -> None:
        fields = {name: value for name, value in entry.items() if name != "kind"}
        match entry["kind"]:
            case "balance":
                self.balance = Decimal(fields["balance"])
            case "chat":
                charge = ChatCharge(fields["model"], Decimal(fields["credits"]), fields["at"])
                self.chat.append(charge)
                self.balance -= charge.credits
            case "placed":
                fields["price"], fields["state"] = Decimal(fields["price"]), State(fields["state"])
                order = Order(**fields)
                self.orders[order.task_id] = order
                self.balance -= order.price
            case "ended":
                self._apply_end(fields)

    def _apply_end(self, fields: Entry) -> None:
        order = self.orders[fields["task_id"]]
        order.completed_ms, order.files = fields["at"], fields["files"]
        order.fail_code, order.fail_message = fields["fail_code"], fields["fail_message"]
        order.state = State.SUCCESS if order.fail_code is None else State.FAIL
        if order.state is State.FAIL:
            self.balance += order.price

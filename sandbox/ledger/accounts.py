"""The accounts there are, each with a key, a bill, a window and a balance of its own."""

import hashlib
import hmac
from dataclasses import dataclass, field
from decimal import Decimal

from sandbox.media.studio import Studio
from sandbox.orders.limits import Window
from sandbox.orders.tasks import Tasks
from sandbox.settings import Settings

from .bill import Bill, Order
from .journal import Journal


@dataclass(frozen=True, slots=True)
class Account:
    """What one key opens, with the windows of its starts and of its look-ups."""

    key: str
    bill: Bill
    tasks: Tasks
    starts: Window = field(default_factory=Window)
    look_ups: Window = field(default_factory=Window)


class Accounts:
    """The first account is the settings'; further ones are opened while the sandbox runs, and outlive it."""

    def __init__(self, settings: Settings, studio: Studio) -> None:
        self._settings = settings
        self._studio = studio
        self._list = Journal(settings.folder / "accounts.jsonl")
        self._journals = [self._list]
        first = self._opened(settings.key, "journal.jsonl", settings.balance, settings.webhook_key)
        self.first = first
        self._all = {settings.key: first}
        for entry in list(self._list.replay()):
            self._add(entry["key"], Decimal(0))

    def open(self, key: str, balance: Decimal) -> Account:
        """Open an account behind this key, or set the balance of the one there is."""
        if key in self._all:
            self._all[key].bill.set_balance(balance)
        else:
            self._list.append({"key": key})
            self._add(key, balance)
        return self._all[key]

    def of(self, authorization: str) -> Account | None:
        """The account whose key the request carries."""
        given = authorization.encode()
        found = [
            account
            for key, account in self._all.items()
            if hmac.compare_digest(given, f"Bearer {key}".encode())
        ]
        return found[0] if found else None

    def order(self, task_id: str) -> Order | None:
        """An order by its task, whoever placed it: results are public to whoever knows their address."""
        bills = (account.bill.orders for account in self._all.values())
        return next((orders[task_id] for orders in bills if task_id in orders), None)

    def resume(self) -> None:
        for account in self._all.values():
            account.tasks.resume()

    async def stop(self) -> None:
        for account in self._all.values():
            await account.tasks.stop()
        for journal in self._journals:
            journal.close()

    def _add(self, key: str, balance: Decimal) -> None:
        """Its callbacks are not signed: whoever owns it has switched no webhook key on."""
        name = hashlib.sha256(key.encode()).hexdigest()[:16]
        self._all[key] = self._opened(key, f"account-{name}.jsonl", balance, None)

    def _opened(self, key: str, journal_name: str, balance: Decimal, webhook_key: str | None) -> Account:
        journal = Journal(self._settings.folder / journal_name)
        self._journals.append(journal)
        bill = Bill(journal, balance)
        tasks = Tasks(self._settings, bill, self._studio, webhook_key=webhook_key)
        return Account(key, bill, tasks)

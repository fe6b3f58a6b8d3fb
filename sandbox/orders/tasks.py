"""Accept an order and carry it to its end: wait, make the file meanwhile, then success or failure."""

import asyncio
import logging
import math
import random
import secrets
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sandbox.faults.kinds import Fault
from sandbox.ledger.bill import Bill, Order, State, now_ms
from sandbox.media.commission import PaintingFailed
from sandbox.media.studio import Studio
from sandbox.settings import Settings

from . import catalog, fates, prices, rules
from .callbacks import Callbacks
from .refused import NO_CREDITS, Refused

log = logging.getLogger(__name__)

_JITTER = 0.15


@dataclass(frozen=True, slots=True)
class Request:
    """A createTask body that has been checked and priced: what would be ordered."""

    model: catalog.Model
    given: dict[str, Any]
    price: Decimal
    callback: str | None


class Tasks:
    """The tasks under way; those of an earlier process are finished after `resume`."""

    def __init__(
        self, settings: Settings, bill: Bill, studio: Studio, *, webhook_key: str | None = None
    ) -> None:
        """With `webhook_key`, callbacks are signed."""
        self._settings = settings
        self._bill = bill
        self._studio = studio
        self._callbacks = Callbacks(settings, webhook_key)
        self._running: set[asyncio.Task[None]] = set()

    def checked(self, body: dict[str, Any]) -> Request:
        """Check and price a createTask body, or refuse it (kie/api.md 10, item 2)."""
        if not body.get("model") or not isinstance(body.get("input"), dict):
            raise Refused(500, "This field is required")
        model = catalog.model(body["model"])
        given = rules.checked(model, body["input"])
        return Request(model, given, prices.price(model, given), body.get("callBackUrl") or None)

    async def place(self, asked: Request, faults: list[Fault], *, base_url: str) -> Order:
        """Charge the order and set it going, or refuse it; it may have ended, and been told, before this returns."""
        self._check_balance(asked.price, faults)
        chance = random.Random(f"{self._settings.seed}:{len(self._bill.orders)}")  # noqa: S311 - repeatable, not secret
        order = Order(
            task_id=secrets.token_hex(16),
            model=asked.model.name,
            price=asked.price,
            callback=asked.callback,
            input=asked.given,
            base_url=base_url,
            created_ms=now_ms(),
            fails_with=fates.TRANSIENT_FAILURE if chance.random() < self._settings.failure_rate else None,
            delay_seconds=self._settings.latency_seconds * chance.uniform(1 - _JITTER, 1 + _JITTER),
            faults=faults,
        )
        fates.settle(order)
        kept = self._bill.place(order)
        await self._begin(kept)
        return kept

    def resume(self) -> None:
        """Set going again what was waiting when the last process ended, and refunds that were still to come."""
        for order in self._bill.orders.values():
            if order.state is State.WAITING:
                self._start(self._carry_out(order))
            elif order.fault("refund") and not order.refunded:
                self._start(self._refund(order))

    async def stop(self) -> None:
        """Leave everything where it stands; the journal knows what is waiting."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._callbacks.close()

    def _check_balance(self, price: Decimal, faults: list[Fault]) -> None:
        """Refuse an order that the balance does not cover; a fault may have others spend it first."""
        spent = next((fault.given for fault in faults if fault.kind == "out_of_credits"), None)
        if spent is not None:
            self._bill.set_balance(min(self._bill.balance, Decimal(spent["balance"])), why="elsewhere")
        if price > self._bill.balance:
            raise Refused(402 if spent is None else spent["code"], NO_CREDITS)

    async def _begin(self, order: Order) -> None:
        forged = order.fault("callback_forged")
        if forged is not None:
            others = (task_id for task_id in reversed(self._bill.orders) if task_id != order.task_id)
            another = next(others, secrets.token_hex(16))
            self._start(self._callbacks.forge(order, another=another, **forged))
        if order.fault("callback_early") is not None:
            await self._carry_out(order)
        elif order.fault("instant") is not None:
            await self._finish(order)
            self._start(self._settle(order))
        else:
            self._start(self._carry_out(order))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _carry_out(self, order: Order) -> None:
        await self._finish(order)
        await self._settle(order)

    async def _finish(self, order: Order) -> None:
        due = asyncio.create_task(_until(order.created_ms / 1000 + order.delay_seconds))
        try:
            if order.fault("stuck") is not None:
                await due
            is_seen = order.fails_with is None and order.fault("empty") is None
            files = await self._studio.make(order) if is_seen else []
            await due
        except PaintingFailed:
            log.exception("task %s", order.task_id)
            self._bill.end(order, at=now_ms(), failure=("500", "Internal server error"))
        else:
            failure = None if order.fails_with is None else (order.fails_as, order.fails_with)
            self._bill.end(order, at=now_ms(), files=files, failure=failure)
        finally:
            due.cancel()

    async def _settle(self, order: Order) -> None:
        """What follows the end: a refund where one is due, and the callback."""
        if order.fault("refund") is not None:
            self._start(self._refund(order))
        await self._callbacks.deliver(order)

    async def _refund(self, order: Order) -> None:
        given = order.fault("refund") or {}
        await _until((order.completed_ms or 0) / 1000 + given["seconds"])
        credits = order.credits if given["credits"] is None else Decimal(given["credits"])
        self._bill.refund(order, credits)


async def _until(moment: float) -> None:
    """Wait until this Unix time, for ever when it is infinite."""
    if math.isinf(moment):
        await asyncio.Event().wait()
    await asyncio.sleep(moment - time.time())

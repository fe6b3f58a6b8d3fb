"""Accept an order and carry it to its end: wait, make the file meanwhile, then success or failure."""

import asyncio
import logging
import random
import secrets
import time
from typing import Any

from sandbox.ledger.bill import Bill, Order, State
from sandbox.media.studio import PaintingFailed, Studio
from sandbox.settings import Settings

from . import callbacks, catalog, prices, rules
from .refused import NO_CREDITS, Refused
from .tags import tags

log = logging.getLogger(__name__)

TRANSIENT_FAILURE = "internal error, please try again later."
_JITTER = 0.15


class Tasks:
    """The tasks under way; those of an earlier process are finished after `resume`."""

    def __init__(
        self, settings: Settings, bill: Bill, studio: Studio, *, webhook_key: str | None = None
    ) -> None:
        """With `webhook_key`, callbacks are signed."""
        self._settings = settings
        self._bill = bill
        self._studio = studio
        self._webhook_key = webhook_key
        self._running: set[asyncio.Task[None]] = set()

    def place(self, body: dict[str, Any], *, base_url: str) -> Order:
        """Check, price and charge a createTask body and set it going, or refuse it (kie/api.md 10, item 2)."""
        if not body.get("model") or not isinstance(body.get("input"), dict):
            raise Refused(500, "This field is required")
        model = catalog.model(body["model"])
        given = rules.checked(model, body["input"])
        price = prices.price(model, given)
        wanted = tags(given)
        if "500credits" in wanted:
            raise Refused(500, NO_CREDITS)
        if price > self._bill.balance:
            raise Refused(402, NO_CREDITS)
        chance = random.Random(f"{self._settings.seed}:{len(self._bill.orders)}")  # noqa: S311 - repeatable, not secret
        fails = chance.random() < self._settings.failure_rate
        delay = self._settings.latency_seconds * chance.uniform(1 - _JITTER, 1 + _JITTER)
        order = Order(
            task_id=secrets.token_hex(16),
            model=model.name,
            price=price,
            callback=body.get("callBackUrl") or None,
            input=given,
            base_url=base_url,
            created_ms=_now_ms(),
            delay_seconds=float(wanted.get("slow") or delay),
            fails_with=wanted.get("fail", TRANSIENT_FAILURE if fails else None),
        )
        kept = self._bill.place(order)
        self._start(kept)
        return kept

    def resume(self) -> None:
        """Set going again what was waiting when the last process ended."""
        for order in self._bill.orders.values():
            if order.state is State.WAITING:
                self._start(order)

    async def stop(self) -> None:
        """Leave everything where it stands; the journal knows what is waiting."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def _start(self, order: Order) -> None:
        task = asyncio.create_task(self._carry_out(order))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _carry_out(self, order: Order) -> None:
        due = asyncio.create_task(asyncio.sleep(order.created_ms / 1000 + order.delay_seconds - time.time()))
        try:
            is_seen = order.fails_with is None and "empty" not in tags(order.input)
            files = await self._studio.make(order) if is_seen else []
            await due
        except PaintingFailed:
            log.exception("task %s", order.task_id)
            self._bill.end(order, at=_now_ms(), failure=("500", "Internal server error"))
        else:
            failure = None if order.fails_with is None else ("501", order.fails_with)
            self._bill.end(order, at=_now_ms(), files=files, failure=failure)
        finally:
            due.cancel()
        await callbacks.deliver(order, self._settings, self._webhook_key)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000

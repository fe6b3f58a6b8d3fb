"""What the faults that struck an order make of it."""

import math
from decimal import Decimal

from sandbox.ledger.bill import Order

TRANSIENT_FAILURE = "internal error, please try again later."
FAILURES = {
    "408": "The upstream service gave no result for more than 10 minutes.",
    "422": "Real-person images are supported, but you must upload them to the Asset Library first.",
    "429": "Your call frequency is too high. Please try again later.",
    "451": "Failed to fetch the image.",
    "500": "Internal server error",
    "531": "Failed, credits have been refunded. Please try again.",
}
"""A failed task's words by its code, where a fault brings none of its own (kie/api.md 1.3, 2.2)."""


def settle(order: Order) -> None:
    """Write into a new order how long it takes, whether it fails, and what it costs above its price."""
    if (slow := order.fault("slow")) is not None:
        order.delay_seconds = slow["seconds"]
    if (stuck := order.fault("stuck")) is not None:
        order.delay_seconds = math.inf if stuck["seconds"] is None else stuck["seconds"]
    if order.fault("instant") is not None or order.fault("callback_early") is not None:
        order.delay_seconds = 0.0
    if (fail := order.fault("fail")) is not None:
        order.fails_as = fail["code"]
        order.fails_with = fail["message"] or FAILURES.get(fail["code"], TRANSIENT_FAILURE)
    if (more := order.fault("overcharge")) is not None:
        order.surcharge = Decimal(more["credits"])

"""Credits: the one unit of account. Exact decimals with two places; never a float, never a sign."""

from decimal import Decimal, InvalidOperation

Credits = Decimal

ZERO = Credits("0.00")
CENT = Credits("0.01")
MOST = Credits("999999999999.99")
"""The largest amount a NUMERIC(14,2) column holds."""


class NotAnAmount(ValueError):
    """The text is not a plain amount of credits."""


def parse(text: str) -> Credits:
    """Read what a person or a client wrote, such as "800" or "12.50"; refuse signs, floats and fractions of 0.01."""
    try:
        amount = Credits(text.strip())
    except (InvalidOperation, AttributeError) as error:
        raise NotAnAmount(str(text)[:40]) from error
    if not amount.is_finite() or amount.is_signed() or amount > MOST or amount != amount.quantize(CENT):
        raise NotAnAmount(text[:40])
    return amount.quantize(CENT)


def text(amount: Credits | None) -> str | None:
    """The form used in JSON, in signatures and on screens: "40.00"; None stays None (no ceiling)."""
    return None if amount is None else format(amount.quantize(CENT), "f")

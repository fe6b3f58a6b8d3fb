"""Credits: the one unit of account. Exact decimals with two places; never a float, never a sign."""

import re
from decimal import Decimal

Credits = Decimal

ZERO = Credits("0.00")
CENT = Credits("0.01")
# What a NUMERIC(14,2) column holds. `Decimal` alone would read signs, exponents, underscores and other scripts' digits.
PLAIN = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")


class NotAnAmount(ValueError):
    """The text is not a plain amount of credits."""


def parse(text: str) -> Credits:
    """Read what a person or a client wrote, such as "800" or "12.50"; refuse signs, floats and fractions of 0.01."""
    written = text.strip() if isinstance(text, str) else ""
    if not PLAIN.fullmatch(written):
        raise NotAnAmount(str(text)[:40])
    return Credits(written).quantize(CENT)


def text(amount: Credits | None) -> str | None:
    """The form used in JSON, in signatures and on screens: "40.00"; None stays None (no ceiling)."""
    return None if amount is None else format(amount.quantize(CENT), "f")

"""Amounts, lengths and dates as people read them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

ONE_KIB = 1024


def amount(value: str) -> str:
    """``"412.00"`` as ``412``, ``"0.42"`` as ``0.42``."""
    exact = Decimal(value)
    whole = exact.to_integral_value()
    return str(whole) if exact == whole else f"{exact:.2f}"


def credits(value: str) -> str:
    number = amount(value)
    return f"{number} credit" if number == "1" else f"{number} credits"


def clock(seconds: float) -> str:
    """Minutes and seconds, with hours once there are some: ``04:12``, ``1:04:12``."""
    minutes, left = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes:02d}:{left:02d}"


def day(iso: str) -> str:
    """``"2026-12-01"`` as ``1 December 2026``."""
    when = date.fromisoformat(iso[:10])
    return f"{when.day} {when:%B %Y}"


def month(iso: str) -> str:
    """``"2026-11"`` as ``November 2026``."""
    first = date.fromisoformat(f"{iso}-01")
    return f"{first:%B} {first.year}"


def size(count_bytes: int) -> str:
    count = float(count_bytes)
    for unit in ("bytes", "KiB", "MiB"):
        if count < ONE_KIB:
            return f"{count:.0f} {unit}" if unit == "bytes" else f"{count:.1f} {unit}"
        count /= ONE_KIB
    return f"{count:.1f} GiB"


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

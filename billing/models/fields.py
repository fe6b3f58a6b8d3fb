"""The column type of every amount of credits."""

from typing import Any

from django.db import models


def credits_field(**options: Any) -> "models.DecimalField[Any, Any]":
    """NUMERIC(14,2): exact, two places, read back as Decimal."""
    return models.DecimalField(max_digits=14, decimal_places=2, **options)

"""Input fields that several endpoints share."""

from typing import Any

from rest_framework import serializers

from core import amounts
from core.amounts import Credits


class AmountField(serializers.CharField):
    """Credits as text ("800" or "800.00"); a JSON number is refused, for numbers are floats to many clients."""

    def to_internal_value(self, data: Any) -> Credits:  # type: ignore[override]  # a parsed amount, not text
        if not isinstance(data, str):
            raise serializers.ValidationError('Write the amount as text, such as "800".')
        try:
            return amounts.parse(data)
        except amounts.NotAnAmount as error:
            raise serializers.ValidationError(
                "This is not a number of credits, such as 800 or 12.50."
            ) from error


def positive(amount: Any) -> None:
    """Refuse zero and less."""
    if amount <= 0:
        raise serializers.ValidationError("This has to be more than 0 credits.")

"""How the published API is named."""

from typing import Any

from drf_spectacular.openapi import AutoSchema


class QualifiedNames(AutoSchema):
    """Names a nested shape after its view, so that every view may call its own `Input` and `Output`."""

    def get_serializer_name(self, serializer: Any, direction: str) -> str:
        return str(type(serializer).__qualname__).replace(".", "").removesuffix("Out")

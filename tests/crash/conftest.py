"""The floor's crew, for a film that nothing happened to."""

from tests.rendering.conftest import crew

__all__ = ["crew"]

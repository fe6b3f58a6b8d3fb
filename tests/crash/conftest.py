"""The floor's crew, for a film that nothing happened to."""

from tests.rendering.conftest import all_at_once, crew

__all__ = ["all_at_once", "crew"]

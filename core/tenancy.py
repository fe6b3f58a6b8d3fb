"""Every query of a studio's rows starts at `for_studio(...)`; one that does not is refused when it runs."""

from collections.abc import Iterator
from typing import Any, Self, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model, covariant=True)


class UnscopedQuery(RuntimeError):
    """A query of tenant rows ran without naming the studio. A programming error, never a user's."""


class StudioQuerySet(models.QuerySet[Row]):
    """A query set that runs only when scoped: to one studio, to a row already held, or to all with a stated reason.

    A model whose studio is not a column of its own says in `STUDIO_PATH` how it is reached, such as "film__studio".
    """

    _is_scoped = False

    def for_studio(self, studio_id: int) -> Self:
        """Only the rows of this studio."""
        return self._scoped(self.filter(**{getattr(self.model, "STUDIO_PATH", "studio"): studio_id}))

    def across_studios(self, *, reason: str) -> Self:
        """All studios' rows: for sweeps, dispatch and proofs, which serve everybody. The reason is for the reader."""
        assert reason
        return self._scoped(self.all())

    def _scoped(self, query: Self) -> Self:
        query._is_scoped = True
        return query

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]  # Django's own hook, not in the stubs
        clone._is_scoped = self._is_scoped
        return clone

    def _require_scope(self) -> None:
        # A related manager (film.shots), and a prefetch, carry the row they started from, itself fetched in scope.
        hints: Any = getattr(self, "_hints", {})
        if not (self._is_scoped or "instance" in hints):
            raise UnscopedQuery(f"{self.model.__name__}: start with for_studio(...)")

    def _fetch_all(self) -> None:
        self._require_scope()
        super()._fetch_all()

    def iterator(self, chunk_size: int | None = None) -> Iterator[Row]:
        self._require_scope()
        return super().iterator(chunk_size)

    def count(self) -> int:
        self._require_scope()
        return super().count()

    def exists(self) -> bool:
        self._require_scope()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._require_scope()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._require_scope()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._require_scope()
        return super().delete()

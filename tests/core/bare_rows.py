"""Rows of any model, with something in each column that needs it and the database's other questions silenced."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, models

SOMETHING: dict[str, Any] = {
    "BooleanField": False,
    "CharField": "x",
    "DateField": date(2026, 11, 1),
    "DateTimeField": datetime(2026, 11, 1, tzinfo=UTC),
    "DecimalField": Decimal("1.00"),
    "ForeignKey": 1,
    "JSONField": {},
    "OneToOneField": 1,
    "PositiveBigIntegerField": 1,
    "PositiveIntegerField": 1,
    "PositiveSmallIntegerField": 1,
    "TextField": "x",
}


def bare_row(model: type[models.Model], **given: Any) -> Any:
    """One row; foreign keys lead nowhere and CHECKs are gone until the test's transaction is rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for constraint in model._meta.constraints:
            if isinstance(constraint, models.CheckConstraint):
                cursor.execute(
                    f"ALTER TABLE {model._meta.db_table} DROP CONSTRAINT IF EXISTS {constraint.name}"
                )
    needed = {field.attname: SOMETHING[field.get_internal_type()] for field in _to_fill(model)}
    return model._base_manager.create(**{**needed, **given})


def _to_fill(model: type[models.Model]) -> list[Any]:
    return [
        field
        for field in model._meta.concrete_fields
        if not (field.null or field.primary_key or field.has_default() or field.has_db_default())
    ]

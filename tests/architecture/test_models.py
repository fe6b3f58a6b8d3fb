"""What every table keeps to."""

import re
from collections.abc import Iterator

from django.apps import apps
from django.db import models

LAYERS = ("core", "studios", "billing", "rendering", "console", "pod_service")


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in LAYERS]


def foreign_keys() -> Iterator[models.ForeignKey[models.Model, models.Model]]:
    for model in our_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey):
                yield field


def test_constraints_are_named_table_and_rule() -> None:
    names = [constraint.name for model in our_models() for constraint in model._meta.constraints]
    assert [name for name in names if not re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", name)] == []
    assert [model.__name__ for model in our_models() if model._meta.unique_together] == []


def test_foreign_keys_between_apps_point_down() -> None:
    upward = [
        str(key)
        for key in foreign_keys()
        if (label := key.related_model._meta.app_label) in LAYERS
        and LAYERS.index(label) > LAYERS.index(key.model._meta.app_label)
    ]
    assert upward == []


def test_no_row_vanishes_with_another() -> None:
    assert [str(key) for key in foreign_keys() if key.remote_field.on_delete is not models.PROTECT] == []

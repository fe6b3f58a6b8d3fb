from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Count, Model

from core.tenancy import StudioQuerySet, UnscopedQuery
from studios.models import LicenseKey, Studio
from studios.services import keys, tenants
from tests.architecture.test_models import our_models

TENANT_MODELS: list[Any] = [
    model for model in apps.get_models() if isinstance(model._default_manager.all(), StudioQuerySet)
]
OF_EVERYBODY = {
    "FullDisk",
    "Halt",
    "Latency",
    "LedgerProof",
    "Price",
    "PriceBook",
    "Reconciliation",
    "Studio",
    "Sweep",
}
QUERIES: list[Callable[[Any], Any]] = [
    lambda rows: list(rows.all()),
    lambda rows: list(rows.filter(pk=1)),
    lambda rows: list(rows.values("pk")),
    lambda rows: rows.first(),
    lambda rows: rows.get(pk=1),
    lambda rows: rows.get_or_create(pk=1),
    lambda rows: rows.count(),
    lambda rows: rows.exists(),
    lambda rows: rows.contains(rows.model(pk=1)),
    lambda rows: rows.aggregate(Count("pk")),
    lambda rows: rows.in_bulk([1]),
    lambda rows: next(rows.iterator(), None),
    lambda rows: rows.update(pk=1),
    lambda rows: rows.all().delete(),
    lambda rows: bool(rows.all()),
    lambda rows: rows.all()[0],
]
pytestmark = pytest.mark.django_db


def studio(slug: str) -> Studio:
    made = tenants.create(slug, actor="test")
    keys.issue(made, label=slug, actor="test")
    return made


def test_every_table_of_a_studio_is_guarded() -> None:
    assert {model.__name__ for model in our_models() if model not in TENANT_MODELS} == OF_EVERYBODY


@pytest.mark.parametrize("model", TENANT_MODELS)
def test_a_query_that_names_no_studio_is_refused(model: Any) -> None:
    for query in QUERIES:
        with pytest.raises(UnscopedQuery):
            query(model.objects)


@pytest.mark.parametrize("model", TENANT_MODELS)
def test_every_model_knows_the_way_to_its_studio(model: Any) -> None:
    assert list(model.objects.for_studio(0)) == []
    assert model.objects.filter(pk=0).for_studio(0).count() == 0
    assert not model.objects.across_studios(reason="there is nothing yet").exists()


def test_a_studio_sees_its_rows_and_no_others() -> None:
    mine, theirs = studio("lumen"), studio("nadir")
    assert [key.label for key in LicenseKey.objects.for_studio(mine.pk)] == ["lumen"]
    assert not LicenseKey.objects.for_studio(mine.pk).filter(studio=theirs).exists()
    assert LicenseKey.objects.for_studio(mine.pk).update(label="changed") == 1
    assert theirs.license_keys.get().label == "nadir"


def test_a_row_in_hand_leads_to_its_own_rows() -> None:
    mine, _ = studio("lumen"), studio("nadir")
    assert [key.label for key in mine.license_keys.all()] == ["lumen"]
    assert mine.license_keys.filter(role="producer").count() == 1


def test_all_studios_are_asked_with_a_reason_only() -> None:
    studio("lumen")
    studio("nadir")
    assert LicenseKey.objects.across_studios(reason="a test of just this").count() == 2
    with pytest.raises(AssertionError):
        LicenseKey.objects.across_studios(reason="")


def test_rows_that_come_along_are_those_of_the_rows_in_hand() -> None:
    studio("lumen")
    studio("nadir")
    labels: dict[str, list[str]] = {}
    for one in Studio.objects.prefetch_related("license_keys"):
        row: Model = one
        labels[str(row)] = [key.label for key in one.license_keys.all()]
    assert labels == {"lumen": ["lumen"], "nadir": ["nadir"]}

"""What is generated is committed, and is what the code says."""

from io import StringIO

import pytest
from django.core.management import call_command

from tests.architecture import source


@pytest.mark.django_db
def test_every_model_change_has_its_migration() -> None:
    call_command("makemigrations", "--check", "--dry-run")


def test_the_api_description_is_up_to_date() -> None:
    """`make schema` writes it."""
    described = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=described)
    assert (source.ROOT / "openapi.yaml").read_text() == described.getvalue()

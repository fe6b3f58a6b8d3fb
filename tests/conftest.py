"""What all tests share: real PostgreSQL and Valkey for the session, and a sandbox for those who order."""

import os
from collections.abc import Iterator
from typing import Any

import django
import pytest
from django.db import connection

from tests import environment
from tests.sandbox_process import SandboxProcess

pytest_plugins = ("tests.canary.plugin",)

# At import: the settings read the environment once, and pytest-django's own turn comes right after this.
environment.prepare()
django.setup()
# Inherited, it would make an xdist worker read its settings before it has addresses of its own.
del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_unconfigure() -> None:
    environment.finish()


@pytest.fixture(scope="session")
def sandbox() -> Iterator[SandboxProcess]:
    """The provider's stand-in at the address the settings name; fast, and the same for the whole session."""
    process = SandboxProcess.start()
    yield process
    process.stop()


@pytest.fixture(scope="session", autouse=True)
def _tables_can_be_emptied_between_tests() -> Iterator[None]:
    """Django empties every table after a test that commits; triggers refuse that for the ledger and the price books."""
    with pytest.MonkeyPatch.context() as patch:
        operations = type(connection.ops)
        plain = operations.sql_flush

        def past_the_triggers(*args: Any, **options: Any) -> list[str]:
            return ["SET LOCAL session_replication_role = replica", *plain(*args, **options)]

        patch.setattr(operations, "sql_flush", past_the_triggers)
        yield

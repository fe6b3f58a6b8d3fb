"""The real sandbox with room for all the orders of these tests, and a client of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.sandbox_process import SandboxProcess

if TYPE_CHECKING:
    from rendering.provider.client import Client

STARTS = 20


@pytest.fixture
def provider(sandbox: SandboxProcess) -> Iterator[SandboxProcess]:
    sandbox.change(starts=1000)
    yield sandbox
    sandbox.change(starts=STARTS, grace_seconds=0, balance=100_000)


@pytest.fixture
def client(provider: SandboxProcess) -> Iterator[Client]:
    from rendering.provider.client import Client  # late: Django is not ready when this file is read

    client = Client(provider.url, provider.url, os.environ["POD_KIE_API_KEY"])
    yield client
    client.close()

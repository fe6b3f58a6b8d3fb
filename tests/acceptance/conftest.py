"""One house for all tests of a run, and a studio of its own for each test."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.desk import Desk
from tests.acceptance.house import House


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    with tempfile.TemporaryDirectory(prefix="pod-house-") as var:
        house = House.open(Path(var).resolve())
        yield house
        house.close()


@pytest.fixture
def desk(house: House, request: pytest.FixtureRequest) -> Desk:
    """Somebody of a new studio with enough credits."""
    return house.studio(request.node.name.removeprefix("test_").replace("_", "-")[:40].strip("-"))

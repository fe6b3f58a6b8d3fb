"""One address for all tests; each test has a service of its own behind it and a computer of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.stand_in import Address, StandIn, serve
from tests.cli.studio import Desk


@pytest.fixture(scope="session")
def address() -> Iterator[tuple[Address, str]]:
    address = Address()
    with serve(address) as url:
        yield address, url


@pytest.fixture
def service(address: tuple[Address, str]) -> StandIn:
    address[0].stand_in = StandIn()
    return address[0].stand_in


@pytest.fixture
def desk(tmp_path: Path, address: tuple[Address, str], service: StandIn) -> Desk:
    return Desk(tmp_path, address[1])

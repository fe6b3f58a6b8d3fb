"""What several tests of money need."""

from collections.abc import Iterator

import pytest

from tests.billing import moved_clock
from tests.billing.moved_clock import Clock


@pytest.fixture
def clock(db: None) -> Iterator[Clock]:
    """The database's clock, to be moved."""
    with moved_clock.moved_clock() as moved:
        yield moved

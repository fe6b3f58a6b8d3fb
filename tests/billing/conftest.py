"""What several tests of money need."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from tests.billing import moved_clock
from tests.billing.moved_clock import Clock
from tests.billing.post_office import PostOffice, post_office


@pytest.fixture
def clock(db: None) -> Iterator[Clock]:
    """The database's clock, to be moved."""
    with moved_clock.moved_clock() as moved:
        yield moved


@pytest.fixture
def office(settings: Settings) -> Iterator[PostOffice]:
    """A mail server for the service."""
    with post_office(settings) as opened:
        yield opened

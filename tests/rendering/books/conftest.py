"""Books that nobody has tampered with yet."""

import pytest

from tests.rendering.books.desk import Books
from tests.rendering.conftest import Crew


@pytest.fixture
def books(crew: Crew) -> Books:
    """The account was read once, before the first order."""
    desk = Books(crew)
    desk.read()
    return desk

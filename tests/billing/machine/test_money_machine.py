"""Random sequences of every move of the money core, beside a model that fits on a page."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.billing.machine.moves import MoneyMachine
from tests.billing.moved_clock import Clock, moved_clock

STEPS = int(os.environ.get("SOAK_STEPS", "0"))
"""`make soak` asks for a million; CI walks 200 sequences."""
STEPS_OF_EACH = 50 if STEPS else 12


@pytest.fixture
def clock(transactional_db: None) -> Iterator[Clock]:
    with moved_clock(everywhere=True) as moved:
        yield moved


def test_services_and_model_agree_after_every_move(clock: Clock) -> None:
    machine = type("Machine", (MoneyMachine,), {"time": clock})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=STEPS // STEPS_OF_EACH or 200,
            stateful_step_count=STEPS_OF_EACH,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

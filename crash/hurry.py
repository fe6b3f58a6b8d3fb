"""Shorter waits than the service has, set from outside: a run waits for what happens, not for the clock."""

import importlib
from typing import Any

SHORTER: dict[str, dict[str, Any]] = {
    "rendering.services.ordering.sending": {"SENDING_PATIENCE_SECONDS": 8},
    "rendering.services.sweeping": {"RUNG_BEFORE_SECONDS": 2},
    "rendering.services.collection": {"_AGAIN": ((1000, 2),)},
    "rendering.services.ordering.pacing": {
        "FLOOR_SECONDS": 0.7,
        "CEILING_SECONDS": 1.0,
        "CALLED_BACK_SHARE": 0.0,
    },
}
SWEEP_SECONDS = 1.0


def service() -> None:
    """Set the shorter waits. Needs Django to be set up; raises AttributeError for a name that is gone."""
    from django.conf import settings

    for module, values in SHORTER.items():
        for name, value in values.items():
            owner = importlib.import_module(module)
            getattr(owner, name)
            setattr(owner, name, value)
    settings.CELERY_BEAT_SCHEDULE["sweep"]["schedule"] = SWEEP_SECONDS

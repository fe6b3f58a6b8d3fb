"""The service's own settings, with a broker as `broker.json` wishes it when a process starts."""

import json
import os
from pathlib import Path
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, redis

from pod_service.settings import *  # noqa: F403
from pod_service.settings import CELERY_BROKER_TRANSPORT_OPTIONS as GIVEN

WISHES = json.loads(Path(os.environ["POD_VAR"], "broker.json").read_text())
TIMES = WISHES.pop("times")
"""How often each message is delivered; the other wishes are options of the transport."""

CELERY_BROKER_TRANSPORT_OPTIONS = {**GIVEN, **WISHES}


class Channel(redis.Channel):
    def _put(self, queue: str, message: dict[str, Any], **options: Any) -> None:
        for _ in range(TIMES):
            super()._put(queue, message, **options)


class Transport(redis.Transport):
    Channel = Channel


TRANSPORT_ALIASES["redis"] = f"{__name__}:Transport"

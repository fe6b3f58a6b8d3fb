"""The service's own settings, with the options of the broker that `broker.json` has when a process starts."""

import json
import os
from pathlib import Path

from pod_service.settings import *  # noqa: F403
from pod_service.settings import CELERY_BROKER_TRANSPORT_OPTIONS as GIVEN

WISHES = json.loads(Path(os.environ["POD_VAR"], "broker.json").read_text())
CELERY_BROKER_TRANSPORT_OPTIONS = {**GIVEN, **WISHES}

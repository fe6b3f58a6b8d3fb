"""The web process."""

import os

from django.core.asgi import get_asgi_application
from django.db import connections

from pod_service.bodies import bounded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pod_service.settings")

application = bounded(get_asgi_application())  # type: ignore[arg-type]  # the same, in other types

# Here each request has a thread of its own. A connection that outlives it is used by nobody, and counts at the server.
connections.settings["default"]["CONN_MAX_AGE"] = 0

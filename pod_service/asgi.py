"""The web process."""

import os

from django.core.asgi import get_asgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pod_service.settings")

application = get_asgi_application()

# Here each request has a thread of its own. A connection that outlives it is used by nobody, and counts at the server.
connections.settings["default"]["CONN_MAX_AGE"] = 0

"""The service's settings with one route: a bare view that places one hold."""

from pod_service.settings import *  # noqa: F403

ROOT_URLCONF = "bench.bare"

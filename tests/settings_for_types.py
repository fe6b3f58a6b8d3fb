"""The settings as the type checker loads them: complete, and without any server running."""

import os

from tests.environment import placeholders

os.environ |= placeholders() | {
    "POD_DATABASE_URL": "postgresql://pod@127.0.0.1/pod",
    "POD_REDIS_URL": "redis://127.0.0.1/0",
    "POD_KIE_BASE_URL": "http://127.0.0.1",
    "POD_KIE_UPLOAD_URL": "http://127.0.0.1",
}

from pod_service.settings import *  # noqa: F403

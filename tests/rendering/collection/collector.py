"""A worker that can be killed: `python -m tests.rendering.collection.collector`, told by a line of JSON."""

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path


def start(attempt_id: int, provider: str) -> "subprocess.Popen[bytes]":
    """Start it on the tests' own database and folder."""
    from django.conf import settings
    from django.db import connection

    worker = subprocess.Popen(
        (sys.executable, "-m", "tests.rendering.collection.collector"),
        cwd=Path(__file__).parents[3],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "pod_service.settings",
            "POD_MEDIA_URL": settings.MEDIA_ROOT,
        },
        stdin=subprocess.PIPE,
    )
    assert worker.stdin
    told = {"attempt": attempt_id, "provider": provider, "database": connection.settings_dict["NAME"]}
    worker.stdin.write(json.dumps(told).encode() + b"\n")
    worker.stdin.close()
    return worker


def main() -> None:
    told = json.loads(sys.stdin.readline())
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = told["database"]
    django.setup()
    from rendering.models import Attempt
    from rendering.provider.client import Client
    from rendering.services import collection

    attempt = Attempt.objects.across_studios(reason="test").get(pk=told["attempt"])
    with closing(Client(told["provider"], told["provider"], "a-key")) as client:
        collection.collect(attempt, lambda: client)


if __name__ == "__main__":
    main()

"""One process of clients that authorize through the service: `python -m bench.client`, a job on standard input."""

import json
import os
import sys
import threading
from typing import Any


def main() -> None:
    """Read the job, make the threads' connections, say ready, wait for a line, authorize, say done."""
    job = json.loads(sys.stdin.readline())
    import django

    django.setup()
    start = threading.Barrier(len(job["clients"]) + 1)
    threads = [threading.Thread(target=_client, args=(client, start)) for client in job["clients"]]
    for thread in threads:
        thread.start()
    _say("ready")
    sys.stdin.readline()
    start.wait()
    for thread in threads:
        thread.join()
    _say("done")


def _client(client: dict[str, Any], start: threading.Barrier) -> None:
    try:
        _authorize(client, start)
    except Exception:
        start.abort()  # nobody waits for a client that is gone
        raise


def _authorize(client: dict[str, Any], start: threading.Barrier) -> None:
    from django.db import connection

    from billing.models import ApprovalLine, Cap
    from billing.services import holds
    from billing.services.caps import MonthCaps

    month = Cap.objects.for_studio(client["studio"]).get(pk=client["month"])
    found = ApprovalLine.objects.for_studio(client["studio"]).select_related("quote_line")
    lines = list(found.filter(pk__gte=client["first"], pk__lt=client["first"] + client["count"]))
    caps = MonthCaps(month, None)
    start.wait()
    for line in lines:
        holds.authorize([line], subject="flm", month=caps, film=None, mandate=None, reference="bench")
    connection.close()


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pod_service.settings")
    main()

"""One of several processes that spend the same credits: `python -m tests.billing.racer`, a job on standard input.

It reads one JSON document, says it is ready, waits for a line, then answers its gates with several connections at
once and gives back or pays some of what it got. It prints a line for each answer, and what came of all in the end.
"""

import json
import os
import random
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def main() -> None:
    job = json.loads(sys.stdin.readline())
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = job["database"]
    django.setup()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    with ThreadPoolExecutor(job["threads"]) as pool:
        told = list(pool.map(lambda gate: _answer(job, gate), job["gates"]))
    sys.stdout.write(json.dumps(told) + "\n")


def _answer(job: dict[str, Any], gate: dict[str, Any]) -> dict[str, Any]:
    from billing import port
    from billing.errors import InsufficientAllowance
    from billing.port import Payer
    from core.amounts import Credits

    who = Payer(studio_id=job["studio"], timezone="UTC", license=job["license"])
    result: dict[str, Any] = {"gate": gate["id"]}
    try:
        port.approve(who, gate=gate["id"], digest=gate["digest"], answer="approve", kinds=None, by="lic")
    except InsufficientAllowance as refusal:
        result |= {**refusal.extras, "as_of": refusal.as_of}
    else:
        lines = [line for line in port.released_lines(who.studio_id, gate["film"]).values() if line.is_funded]
        result |= {"funded": len(lines)}
        dice = random.Random(gate["id"])  # noqa: S311 - a repeatable choice, not a secret
        if job["gives_back"] and dice.random() < 0.5:
            line = dice.choice(lines) if lines else None
            if line and dice.random() < 0.5:
                port.void(who.studio_id, [line.id])
            elif line:
                port.capture(who.studio_id, {line.id: line.amount * Credits("0.70")})
    sys.stdout.write(".\n")
    sys.stdout.flush()
    return result


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pod_service.settings")
    main()

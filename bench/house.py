"""A service of the bench's own: durable PostgreSQL and Valkey in a folder that goes away, and rows in bulk."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from pod_service.embedded import environment, servers


class Lines(NamedTuple):
    """Released approval lines that nobody holds yet: `tenants` studios after each other, `each` lines a studio."""

    studio: int
    month: int
    first: int
    tenants: int
    each: int

    def of(self, tenant: int) -> tuple[int, int, range]:
        """A tenant's studio, its month's cap, and its lines."""
        first = self.first + tenant * self.each
        return self.studio + tenant, self.month + tenant, range(first, first + self.each)


@contextmanager
def house() -> Iterator[Path]:
    """Its folder, with servers that run while the block does; Django is set up as in the web process."""
    var = Path(tempfile.mkdtemp(prefix="pod-bench-")).resolve()
    for name in [name for name in os.environ if name.startswith("POD_")]:
        del os.environ[name]
    told = {
        "POD_DATABASE_URL": servers.attach(var, "postgres"), "POD_REDIS_URL": servers.attach(var, "valkey"),
        "POD_EMBEDDED": "true", "DJANGO_SETTINGS_MODULE": "pod_service.settings",
    }  # fmt: skip
    os.environ |= environment.for_role("web", var=var, caller=os.environ, told=told)
    import django
    from django.core.management import call_command

    django.setup()
    try:
        call_command("migrate", verbosity=0)
        call_command("load_prices", verbosity=0)
        yield var
    finally:
        servers.release(var)
        shutil.rmtree(var, ignore_errors=True)


def lines(prefix: str, *, tenants: int, each: int) -> Lines:
    """New studios with a month nobody fills and lines of one credit, released in bulk; nobody verifies them."""
    from django.db import connection

    from billing.models import Approval, ApprovalLine, Cap, QuoteLine
    from billing.port import Planned
    from billing.services import caps, gates, quotes
    from core import clock
    from core.amounts import Credits
    from studios.services import tenants as studios

    studio_ids, line_ids = [], []
    for number in range(tenants):
        studio = studios.create(f"{prefix}-{number}", actor="bench")
        caps.set_allowance(studio.pk, Credits("1000000000"), timezone="UTC")
        studio_ids.append(studio.pk)
    months = [Cap.objects.for_studio(studio).get().pk for studio in studio_ids]
    for studio_id in studio_ids:
        planned = [
            Planned(work=f"w{number}", kind="draft", label="x", model="x", at_most=Credits("1.00"))
            for number in range(each)
        ]
        quote = quotes.make(studio_id, subject="flm", planned=planned)
        gate = gates.open_gate(studio_id, subject="flm", kind="cost", shown={}, quote=quote)
        approval = Approval.objects.create(
            studio_id=studio_id, subject="flm", gate=gate, quote=quote, claim={}, key_id="bench", signature="bench",
            expires_at=clock.from_now(days=1),
        )  # fmt: skip
        found = QuoteLine.objects.for_studio(studio_id).filter(quote=quote).order_by("pk")
        made = ApprovalLine.objects.bulk_create(
            [ApprovalLine(quote_line=line, approval=approval, license="lic") for line in found],
            batch_size=1000,
        )
        line_ids += [line.pk for line in made]
    assert line_ids == list(range(line_ids[0], line_ids[0] + len(line_ids)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Lines(studio_ids[0], months[0], line_ids[0], tenants, each)


def proven() -> list[Any]:
    """The equations of the ledger that do not hold."""
    from billing.services import proof

    return [equation for equation in proof.equations() if not equation.is_true]

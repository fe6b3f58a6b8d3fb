"""The kills that matter most, through the real processes; `make crash` tries all of them."""

import subprocess
import sys

import pytest

from pod_service.embedded.paths import PROJECT
from tests.acceptance.desk import outside

CLAIM, RECORD, CAPTURE = (
    "rendering.services.*._claim <",
    "rendering.services.*.record_sent <",
    "rendering.*.succeed <",
)
SAMPLE = {
    "called-back": (
        f"worker before commit {CLAIM} *", "worker after createTask *", f"worker after commit {CAPTURE} *",
        "web after commit studios.services.idempotency.once < *",
        "worker after commit rendering.services.cuts._assemble < *",
    ),
    "looked-up": (
        f"worker after commit {CLAIM} *", "worker before createTask *", f"worker before commit {RECORD} *",
        f"worker after commit {RECORD} *",
    ),
}  # fmt: skip


@pytest.mark.parametrize("mode", SAMPLE)
def test_whatever_dies_on_an_orders_way_it_is_paid_once_and_the_film_is_made(mode: str) -> None:
    points = [word for point in SAMPLE[mode] for word in ("--point", point)]
    told = subprocess.run(
        (sys.executable, "-m", "crash", "--mode", mode, *points),
        cwd=PROJECT, env=outside(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout + told.stderr
    rows = [line.rpartition("→")[2].strip() for line in told.stdout.splitlines() if "→" in line]
    assert [row.partition(",")[0] for row in rows] == ["finished"] * len(SAMPLE[mode]), told.stdout

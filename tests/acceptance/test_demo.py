"""From nothing to a film and back to nothing: the demo, what it cost, and what it leaves running."""

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import imageio_ffmpeg

from pod_service.embedded.paths import PROJECT
from tests.acceptance.desk import IDEA, Desk, outside
from tests.acceptance.house import House, processes_of

DEMO = f"""
import sys
from pod_service.embedded import __main__, demo
demo.BRIEF = {IDEA!r}
sys.exit(__main__.main())
"""
AT_REST_MIB = 700


def test_the_demo_films_its_brief_and_the_studio_can_be_opened_again(tmp_path: Path) -> None:
    var = tmp_path.resolve()
    ran = demo(var)
    assert ran.returncode == 0, ran.stdout
    film = next(Path(line) for line in ran.stdout.splitlines() if line.endswith(".mp4"))
    assert abs(seconds_of(film) - 5) <= 1
    assert not processes_of(var)

    house = House.open(var)
    assert memory_mib(var) < AT_REST_MIB
    key = (var / "secrets" / "demo_license_key").read_text()
    desk = Desk("demo", house.told["url"], key, var / "pod")
    house.assert_paid_once(desk)
    assert f"{desk.document('credits')['spent']} = " in house.command("prove_ledger")
    assert Decimal(desk.document("status")["film"]["spent"]) == house.captured_by(desk)

    assert house.close() == 0
    assert not processes_of(var)


def demo(var: Path) -> subprocess.CompletedProcess[str]:
    """`make demo </dev/null`, with a brief that films quickly."""
    return subprocess.run(
        (sys.executable, "-c", DEMO, "demo"),
        cwd=PROJECT,
        env=outside(POD_VAR=str(var)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def seconds_of(film: Path) -> float:
    """How long the film runs; every frame and sound of it is decoded without a complaint."""
    program = (imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", "-i", str(film))
    decoded = subprocess.run(
        (*program, "-f", "null", "-progress", "pipe:1", "-"), capture_output=True, text=True, check=True
    )
    assert not decoded.stderr
    told = dict(line.split("=", 1) for line in decoded.stdout.splitlines() if "=" in line)
    return int(told["out_time_us"]) / 1_000_000


def memory_mib(var: Path) -> float:
    """What all processes take together, shared pages counted once."""
    return sum(int(process.memory_full_info().pss) for process in processes_of(var)) / 2**20

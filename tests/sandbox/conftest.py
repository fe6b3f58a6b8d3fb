"""A real sandbox on a free port, spoken to over HTTP as its customers do."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import imageio_ffmpeg
import pytest

from tests.sandbox.listener import Listener

ROOT = Path(__file__).resolve().parents[2]
KEY = "a-key"


class Sandbox:
    """One process, with the calls that tests make."""

    def __init__(self, *flags: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sandbox", "--port", str(port), *flags],
            cwd=ROOT,
            env={**os.environ, "SANDBOX_KEY": KEY},
        )
        self.http = httpx.Client(
            base_url=self.url, headers={"Authorization": f"Bearer {KEY}"}, timeout=60, trust_env=False
        )
        self._wait_until_it_answers()

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                self.http.get("/_sandbox/refusals")
            except httpx.TransportError:
                time.sleep(0.03)
            else:
                return
        raise AssertionError("the sandbox did not start")

    def create(self, engine: str, callback: str | None = None, /, **given: Any) -> dict[str, Any]:
        body = {"model": engine, "input": given} | ({"callBackUrl": callback} if callback else {})
        answer: dict[str, Any] = self.http.post("/api/v1/jobs/createTask", json=body).json()
        return answer

    def order(self, engine: str, callback: str | None = None, /, **given: Any) -> str:
        answer = self.create(engine, callback, **given)
        assert answer["code"] == 200, answer
        return str(answer["data"]["taskId"])

    def record(self, task_id: str) -> dict[str, Any]:
        answer = self.http.get("/api/v1/jobs/recordInfo", params={"taskId": task_id}).json()
        record: dict[str, Any] = answer["data"]
        return record

    def finished(self, task_id: str) -> dict[str, Any]:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            record = self.record(task_id)
            if record["state"] != "waiting":
                return record
            time.sleep(0.12)  # a key may look ten times a second
        raise AssertionError("the task did not end")

    def result(self, engine: str, /, **given: Any) -> str:
        """Order, wait, and return the first result's URL."""
        record = self.finished(self.order(engine, **given))
        assert record["state"] == "success", record
        return str(json.loads(record["resultJson"])["resultUrls"][0])

    def balance(self) -> float:
        return float(self.http.get("/api/v1/chat/credit").json()["data"])

    def bill(self) -> dict[str, Any]:
        bill: dict[str, Any] = self.http.get("/_sandbox/bill").json()
        return bill

    def strike(self, *rules: dict[str, Any], **others: Any) -> None:
        """Put these faults in the place of all others."""
        told = self.http.post("/_sandbox/faults", json={"rules": list(rules), **others})
        assert told.status_code == 200, told.text

    def faults(self) -> dict[str, Any]:
        told: dict[str, Any] = self.http.get("/_sandbox/faults").json()
        return told

    def line(self, task_id: str) -> dict[str, Any]:
        """What the bill says of an order."""
        lines: list[dict[str, Any]] = self.bill()["orders"]
        return next(line for line in lines if line["taskId"] == task_id)

    def refunded(self, task_id: str) -> dict[str, Any]:
        """What the bill says of an order once credits came back."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if (line := self.line(task_id))["refunded"] != "0.00":
                return line
            time.sleep(0.05)
        raise AssertionError("nothing came back")

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        self.http.close()
        self.process.send_signal(how)
        self.process.wait(timeout=10)


Start = Callable[..., Sandbox]


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """The sandbox most tests share: no waiting, no start window to speak of."""
    shared = Sandbox("--latency", "0", "--starts", "10000", "--look-ups", "10000", "--balance", "1000000")
    yield shared
    shared.end()


@pytest.fixture(scope="session")
def plain_sandbox() -> Iterator[Sandbox]:
    """One that draws nothing and signs its callbacks, for tests that break orders."""
    shared = Sandbox(
        "--latency",
        "0",
        "--starts",
        "10000",
        "--look-ups",
        "10000",
        "--media",
        "plain",
        "--webhook-key",
        "hook",
    )
    yield shared
    shared.end()


@pytest.fixture
def faulty(plain_sandbox: Sandbox) -> Iterator[Sandbox]:
    """The same, well again afterwards."""
    yield plain_sandbox
    plain_sandbox.strike()


@pytest.fixture
def listener() -> Iterator[Listener]:
    one = Listener()
    yield one
    one.server.shutdown()
    one.server.server_close()


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a sandbox with flags of the test's own."""
    yield from _starting()


@pytest.fixture(scope="module")
def open_sandbox() -> Iterator[Start]:
    """Start a sandbox with flags of the module's own."""
    yield from _starting()


def _starting() -> Iterator[Start]:
    started: list[Sandbox] = []

    def run(*flags: str) -> Sandbox:
        started.append(Sandbox(*flags))
        return started[-1]

    yield run
    for one in started:
        if one.process.poll() is None:
            one.end()


@pytest.fixture
def probe(sandbox: Sandbox, tmp_path: Path) -> Callable[[str], dict[str, Any]]:
    """Download a clip and say what ffmpeg sees in it."""

    def run(url: str) -> dict[str, Any]:
        path = tmp_path / "clip.mp4"
        path.write_bytes(sandbox.http.get(url).content)
        seen = subprocess.run(
            [imageio_ffmpeg.get_ffmpeg_exe(), "-i", str(path)], capture_output=True, text=True, check=False
        ).stderr
        hours, minutes, seconds = re.search(r"Duration: (\d+):(\d+):([\d.]+)", seen).groups()  # type: ignore[union-attr]
        return {
            "path": path,
            "seconds": int(hours) * 3600 + int(minutes) * 60 + float(seconds),
            "size": re.search(r"Video: .*?, (\d+x\d+)", seen)[1],  # type: ignore[index]
            "video": re.search(r"Video: (\w+)", seen)[1],  # type: ignore[index]
            "pixels": re.search(r"(yuv\w+)", seen)[1],  # type: ignore[index]
            "rate": float(re.search(r"([\d.]+) fps", seen)[1]),  # type: ignore[index]
            "audio": re.search(r"Audio: (\w+)", seen)[1],  # type: ignore[index]
        }

    return run

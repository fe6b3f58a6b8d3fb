"""`python -m sandbox --port N`: run the stand-in until it is stopped."""

import argparse
import asyncio
import os
import signal
import sys
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import cast

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from .app import build
from .settings import MEDIA, Settings


class DroppableProtocol(H11Protocol):
    """Hands each request its transport, so that faults can cut the line without an answer."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(cast(asyncio.Transport, transport))
        self.app_state = {**self.app_state, "transport": transport}


def main() -> None:
    flags = _flags().parse_args()
    # uvicorn raises the signal again once it has stopped; leaving this way removes the scratch folder too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with tempfile.TemporaryDirectory(prefix="sandbox-") as scratch:
        app = build(_settings(flags, Path(flags.state or scratch)))
        uvicorn.run(
            app, host=flags.host, port=flags.port, http=DroppableProtocol, ws="none",
            log_level="warning", timeout_graceful_shutdown=2,
        )  # fmt: skip


def _flags() -> argparse.ArgumentParser:
    flags = argparse.ArgumentParser(
        prog="sandbox", description="A kie.ai stand-in: same routes, real media, no cost."
    )
    flags.add_argument("--port", type=int, required=True)
    flags.add_argument("--host", default="127.0.0.1")
    flags.add_argument(
        "--state", metavar="DIR", help="keep bill, tasks and files here; without it they are forgotten"
    )
    flags.add_argument("--key", help="the bearer key to ask for (or SANDBOX_KEY)")
    flags.add_argument("--webhook-key", help="sign callbacks with this key (or SANDBOX_WEBHOOK_KEY)")
    flags.add_argument("--latency", type=float, default=2.0, metavar="SECONDS")
    flags.add_argument("--failure-rate", type=float, default=0.0, metavar="SHARE", help="0 to 1")
    flags.add_argument("--seed", type=int, default=0, help="which tasks fail, and how long each takes")
    flags.add_argument("--balance", type=Decimal, default=Decimal(100_000), metavar="CREDITS")
    flags.add_argument("--starts", type=int, default=20, help="tasks that may start within the window")
    flags.add_argument("--look-ups", type=int, default=10, help="recordInfo calls a key may make in a second")
    flags.add_argument("--media", choices=MEDIA, default="drawn", help="plain files cost no time to make")
    flags.add_argument("--window", type=float, default=10.0, metavar="SECONDS")
    return flags


def _settings(flags: argparse.Namespace, folder: Path) -> Settings:
    return Settings(
        folder=folder.resolve(),
        key=flags.key or os.environ.get("SANDBOX_KEY") or "sandbox-key",
        webhook_key=flags.webhook_key or os.environ.get("SANDBOX_WEBHOOK_KEY"),
        balance=flags.balance,
        latency_seconds=flags.latency,
        failure_rate=flags.failure_rate,
        seed=flags.seed,
        starts=flags.starts,
        window_seconds=flags.window,
        media=flags.media,
        look_ups_per_second=flags.look_ups,
    )


if __name__ == "__main__":
    main()

"""A real S3-compatible server on this computer (moto's), and a bucket in it."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import httpx

from pod_service import storage
from pod_service.embedded.ports import any_free_port

NAME = "films"
KEYS = {"key_id": "a-key-id", "secret_key": "a-secret-key"}
START_SECONDS = 120


@contextmanager
def serving() -> Iterator[str]:
    """Its address; it asks nobody for anything."""
    port = any_free_port()
    url = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        (sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(10)


def storages(url: str) -> dict[str, Any]:
    """The settings of a fresh bucket there."""
    client = boto3.client(
        "s3", endpoint_url=url, region_name="us-east-1", aws_access_key_id=KEYS["key_id"],
        aws_secret_access_key=KEYS["secret_key"],
    )  # fmt: skip
    httpx.post(f"{url}/moto-api/reset").raise_for_status()
    client.create_bucket(Bucket=NAME)
    return storage.configuration(f"s3://{NAME}/pod/here?endpoint={url}&region=us-east-1", **KEYS)


def _wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            httpx.get(f"{url}/moto-api/")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the bucket's server did not start")

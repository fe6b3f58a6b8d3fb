"""The three ways to upload a file (kie/api.md 4.3)."""

import base64
import binascii
import mimetypes
import secrets
import time
from datetime import UTC, datetime
from urllib.parse import urlsplit

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.orders.callbacks import LOOPBACK
from sandbox.orders.refused import Refused

from .wire import base_url, body_of, keyed, parts_of

_FETCH_SECONDS = 30.0


async def stream(request: Request) -> Response:
    async with request.form() as form:
        sent = form.get("file")
        if not isinstance(sent, UploadFile):
            raise Refused(400, "file is required")
        content, name = await sent.read(), form.get("fileName") or _random_name(sent.filename or "")
        return _kept(request, content, folder=form.get("uploadPath"), name=str(name))


async def from_base64(request: Request) -> Response:
    body = await body_of(request)
    head, _, text = str(body.get("base64Data", "")).rpartition(",")
    try:
        content = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise Refused(400, "base64Data is not valid") from None
    if not content:
        raise Refused(400, "base64Data is required")
    kind = head.removeprefix("data:").partition(";")[0]
    name = body.get("fileName") or _random_name(f"x{mimetypes.guess_extension(kind) or '.bin'}")
    return _kept(request, content, folder=body.get("uploadPath"), name=str(name))


async def from_url(request: Request) -> Response:
    """Fetch a file from this machine; the sandbox never reaches beyond it."""
    import httpx  # late: most sandboxes never fetch

    body = await body_of(request)
    address = str(body.get("fileUrl", ""))
    if urlsplit(address).hostname not in LOOPBACK:
        raise Refused(400, "fileUrl could not be fetched")
    try:
        async with httpx.AsyncClient(timeout=_FETCH_SECONDS, trust_env=False) as client:
            fetched = (await client.get(address)).raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL):
        raise Refused(400, "fileUrl could not be fetched") from None
    name = body.get("fileName") or _random_name(urlsplit(address).path)
    return _kept(request, fetched.content, folder=body.get("uploadPath"), name=str(name))


def _kept(request: Request, content: bytes, *, folder: object, name: str) -> Response:
    if not folder:
        raise Refused(400, "uploadPath is required")
    store = parts_of(request).store
    path = store.keep_upload(content, folder=str(folder), name=name)
    told = {
        "success": True,
        "fileName": path.name,
        "filePath": store.upload_path(path),
        "downloadUrl": f"{base_url(request)}/{store.upload_path(path)}",
        "fileSize": len(content),
        "mimeType": mimetypes.guess_type(path.name)[0] or "application/octet-stream",
        "uploadedAt": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    return JSONResponse({"success": True, "code": 200, "msg": "File uploaded successfully", "data": told})


def _random_name(original: str) -> str:
    suffix = f".{original.rpartition('.')[2]}" if "." in original else ""
    return f"{time.time_ns() // 1_000_000}-{secrets.token_hex(5)}{suffix}"


routes = [
    Route("/api/file-stream-upload", keyed(stream, route="upload"), methods=["POST"]),
    Route("/api/file-base64-upload", keyed(from_base64, route="upload"), methods=["POST"]),
    Route("/api/file-url-upload", keyed(from_url, route="upload"), methods=["POST"]),
]

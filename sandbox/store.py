"""The files the sandbox serves: results under /k/, uploads under /kieai/."""

import hashlib
import hmac
import re
import secrets
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

_LINK_SECONDS = 20 * 60


class Store:
    """A folder of results and uploads, addressed by the path part of their URLs."""

    def __init__(self, folder: Path) -> None:
        self.results = folder / "results"
        self.uploads = folder / "uploads"
        self._link_key = secrets.token_bytes(32)
        for place in (self.results, self.uploads):
            place.mkdir(parents=True, exist_ok=True)

    def file_at(self, url: str) -> Path | None:
        """Return the stored file behind one of our own URLs (or bare paths), None for anything else."""
        route, _, name = unquote(urlsplit(url).path).lstrip("/").partition("/")
        root = {"k": self.results, "kieai": self.uploads}.get(route)
        if root is None:
            return None
        path = (root / name).resolve()
        return path if path.is_relative_to(root) and path.is_file() else None

    def keep_upload(self, content: bytes, *, folder: str, name: str) -> Path:
        """Write an uploaded file; the same name overwrites (kie/api.md 4.3)."""
        safe = [
            part for part in re.split(r"[/\\]+", f"sandbox/{folder}/{name}") if part not in ("", ".", "..")
        ]
        path = self.uploads.joinpath(*safe)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def upload_path(self, path: Path) -> str:
        """Return the upload's path as the provider spells it."""
        return f"kieai/{path.relative_to(self.uploads).as_posix()}"

    def link(self, url: str) -> str:
        """Return `url` with a signature that is good for 20 minutes (kie/api.md 4.2)."""
        bare, expires = url.partition("?")[0], int(time.time()) + _LINK_SECONDS
        return f"{bare}?expires={expires}&signature={self._signature(urlsplit(bare).path, str(expires))}"

    def is_linked(self, path: str, *, expires: str, given: str) -> bool:
        """Is this a link that `link` made and that has not run out?"""
        expected = self._signature(path, expires)
        return expires.isdigit() and int(expires) > time.time() and hmac.compare_digest(expected, given)

    def _signature(self, path: str, expires: str) -> str:
        return hmac.new(self._link_key, f"{unquote(path)}?{expires}".encode(), hashlib.sha256).hexdigest()

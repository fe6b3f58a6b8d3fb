"""Where the service is and where films go on this computer, read from the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

DEFAULT_URL = "http://127.0.0.1:8000"


@dataclass(frozen=True, kw_only=True)
class Settings:
    url: str
    home: Path
    license_key: str | None
    """The key from the environment; it beats a stored one."""

    @property
    def episodes(self) -> Path:
        return self.home / "episodes"

    @property
    def pending(self) -> Path:
        return self.home / ".pending"

    @property
    def is_local(self) -> bool:
        return urlsplit(self.url).hostname in {"127.0.0.1", "localhost", "::1"}


def read() -> Settings:
    return Settings(
        url=(os.environ.get("POD_URL") or DEFAULT_URL).rstrip("/"),
        home=Path(os.environ.get("POD_HOME") or "~/pod").expanduser(),
        license_key=(os.environ.get("POD_LICENSE_KEY") or "").strip() or None,
    )

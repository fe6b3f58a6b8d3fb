"""Studios and the HTTP clients of their licenses."""

import itertools
from dataclasses import dataclass
from typing import Any

from django.test import Client

from studios.models import LicenseKey, Studio
from studios.services import keys, tenants

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Door:
    """One license's way into the API."""

    studio: Studio
    license: LicenseKey
    key: str

    def get(self, path: str) -> Any:
        return Client().get(f"/api/v1{path}", headers={"authorization": f"Bearer {self.key}"})

    def post(self, path: str, body: Any, *, once: str | None = None) -> Any:
        """POST it under the Idempotency-Key `once`; a new one for each call when none is given."""
        headers = {
            "authorization": f"Bearer {self.key}",
            "idempotency-key": f"key-{next(_numbers)}" if once is None else once,
        }
        return Client().post(f"/api/v1{path}", body, content_type="application/json", headers=headers)


def door_of(studio: Studio, *, role: str = "producer", label: str = "") -> Door:
    """A new license of this studio."""
    return Door(studio, *keys.issue(studio, role=role, label=label, actor="test"))


def open_studio(slug: str = "lumen", *, role: str = "producer", timezone: str = "UTC") -> Door:
    """A new studio with one license."""
    return door_of(tenants.create(slug, timezone=timezone, actor="test"), role=role)

"""Permits and clients for tests: what only verification, or a very patient worker, would have."""

from billing.port import Permit
from billing.services import permits
from rendering.provider.client import Client
from rendering.provider.limits import Patience

SHORT = Patience(connect=1, read=0.3, chat=0.3, upload=0.3)


def permit_for(model: str = "google/nano-banana") -> Permit:
    return Permit(work="shot-01/still/1", model=model, spec={}, proof=permits._VERIFIED)


def impatient(url: str, key: str = "a-key") -> Client:
    """A client that gives up soon, for servers that answer badly or not at all."""
    return Client(url, url, key, patience=SHORT)

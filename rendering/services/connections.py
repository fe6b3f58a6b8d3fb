"""The worker's connections to the provider. Only a process that holds the keys can make one."""

from functools import cache, lru_cache

from django.conf import settings

from core import addresses, sealing
from core.errors import Unavailable
from core.sealing import Sealed
from rendering.models import ProviderCredential
from rendering.provider.client import Client
from rendering.services import credentials

OWN_CLIENTS = 32
"""How many studios' clients a process keeps ready; a client holds its key, but no open connection."""


@cache
def provider() -> Client:
    """The shared account's client, one for the process. Raises Unavailable where there is no key."""
    if not settings.POD_KIE_API_KEY:
        raise Unavailable("This process holds no provider key.")
    return _client(settings.POD_KIE_API_KEY)


def of(credential: ProviderCredential) -> Client:
    """The client of this account. Raises Unavailable where its key can not be opened."""
    return (
        _own(credential.sealed, credentials.owner_of(credential.studio_id))
        if credential.is_own
        else provider()
    )


@lru_cache(maxsize=OWN_CLIENTS)
def _own(sealed: Sealed, owner: str) -> Client:
    return _client(sealing.unseal(sealed, owner=owner))


def _client(key: str) -> Client:
    return Client(settings.POD_KIE_BASE_URL, settings.POD_KIE_UPLOAD_URL, key)


def is_on_this_machine() -> bool:
    """True when the provider is a sandbox here, whose results may be fetched from a loopback address."""
    return addresses.is_on_this_machine(settings.POD_KIE_BASE_URL)

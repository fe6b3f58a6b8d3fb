"""The worker's connection to the provider. Only a process that holds the key can make one."""

from functools import cache
from urllib.parse import urlsplit

from django.conf import settings

from core.errors import Unavailable
from rendering.provider.client import Client


@cache
def provider() -> Client:
    """One client for the process. Raises Unavailable where there is no key."""
    if not settings.POD_KIE_API_KEY:
        raise Unavailable("This process holds no provider key.")
    return Client(settings.POD_KIE_BASE_URL, settings.POD_KIE_UPLOAD_URL, settings.POD_KIE_API_KEY)


def is_on_this_machine() -> bool:
    """True when the provider is a sandbox here, whose results may be fetched from a loopback address."""
    return urlsplit(settings.POD_KIE_BASE_URL).hostname in ("127.0.0.1", "localhost", "::1")

"""Whose computer an address means."""

from urllib.parse import urlsplit


def is_on_this_machine(url: str) -> bool:
    """True when its host is this computer by a name that means no other."""
    return urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")

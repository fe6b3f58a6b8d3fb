"""Which address a web address leads to, and whether it may be asked."""

import ipaddress
import socket

import httpx

from rendering.media.faults import PrivateAddress, Unreachable


def checked_address(url: httpx.URL, *, allow_private: bool) -> str:
    """The address to connect to: naming it, and not the host, leaves no second look-up to lead elsewhere."""
    host, port = url.raw_host.decode(), url.port or {"http": 80, "https": 443}.get(url.scheme)
    if port is None or not host:
        raise Unreachable("The address of the file is no web address.")
    try:
        entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"{host} can not be found.") from error
    found = {ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in entries}
    if not allow_private and not all(map(_is_public, found)):
        raise PrivateAddress(f"{host} leads into a private network. Nothing was asked of it.")
    return str(min(found, key=lambda address: (address.version, int(address))))


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Reachable by everybody, and no other address in disguise (mapped, 6to4, Teredo, NAT64)."""
    if isinstance(address, ipaddress.IPv6Address):
        disguised = address.ipv4_mapped or address.sixtofour or address.teredo
        return address.is_global and not disguised and address in ipaddress.IPv6Network("2000::/3")
    return address.is_global and not address.is_multicast

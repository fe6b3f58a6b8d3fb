"""Secrets that one tier closes and only another can open: libsodium sealed boxes, each naming its key."""

import base64
import binascii
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from core.errors import Unavailable
from core.signing import key_id_of

# Raise outside the `except`: a chained exception keeps frames whose locals may hold a secret.
UNREADABLE = (CryptoError, binascii.Error, ValueError, TypeError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A sealed text in base64, and which key opens it."""

    key_id: str
    text: str


def seal(secret: str, *, owner: str) -> Sealed:
    """Close an owner's secret so that this process can not read it again. Raises Unavailable without a public key."""
    return _sealed_to(_public_key(), secret, owner)


def unseal(sealed: Sealed, *, owner: str) -> str:
    """The secret, which was sealed for this owner: put into another's row it opens nothing.

    Raises Unavailable, also in a process without the private key it was sealed to.
    """
    key = _private_keys().get(sealed.key_id)
    if key is None:
        raise Unavailable("This part of the service can not open a stored key. Nothing was ordered.")
    opened: bytes | None = None
    with suppress(*UNREADABLE):
        opened = SealedBox(key).decrypt(base64.b64decode(sealed.text, validate=True))
    whose, _, secret = (opened or b"").decode().partition("\n")
    if not secret or whose != owner:
        del opened, secret
        raise Unavailable("A stored key can not be opened, so nothing was ordered. Please enter it again.")
    return secret


def newest_key_id() -> str:
    """The name of the key that everything should be sealed to: the first of the private keys."""
    return next(iter(_private_keys()), "")


def reseal(sealed: Sealed, *, owner: str) -> Sealed:
    """The same secret, closed to the newest key. Raises Unavailable as `unseal` does."""
    secret = unseal(sealed, owner=owner)
    return _sealed_to(_private_keys()[newest_key_id()].public_key, secret, owner)


def _sealed_to(key: PublicKey, secret: str, owner: str) -> Sealed:
    closed = SealedBox(key).encrypt(f"{owner}\n{secret}".encode())
    return Sealed(key_id=key_id_of(bytes(key)), text=base64.b64encode(closed).decode())


def _public_key() -> PublicKey:
    key: PublicKey | None = None
    with suppress(*UNREADABLE):
        key = PublicKey(base64.b64decode(settings.POD_CREDENTIALS_PUBLIC_KEY, validate=True))
    if key is None:
        raise Unavailable("This part of the service can not keep keys just now. Nothing was stored or spent.")
    return key


def _private_keys() -> dict[str, PrivateKey]:
    """By name, the newest first. Raises Unavailable when one of them can not be read."""
    keys = _read_private_keys()
    if keys is None:
        raise Unavailable("This part of the service can not open stored keys just now. Nothing was ordered.")
    return {key_id_of(bytes(key.public_key)): key for key in keys}


def _read_private_keys() -> list[PrivateKey] | None:
    """None when one can not be read: what is raised must not come from here, where the keys lie open."""
    parts = [part.strip() for part in settings.POD_CREDENTIALS_PRIVATE_KEY.split(",") if part.strip()]
    with suppress(*UNREADABLE):
        return [PrivateKey(base64.b64decode(part, validate=True)) for part in parts]
    return None

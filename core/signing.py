"""Signed claims: canonical bytes, a purpose, a key id, an expiry, and a reason when one does not verify."""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from core.errors import Unavailable

Claim = Mapping[str, Any]


class Unsigned(Exception):
    """The signature does not stand for the claim; `reason` is a stable word for logs and screens."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """An Ed25519 signature in base64, and which key made it."""

    key_id: str
    value: str


def canonical(claim: Claim) -> bytes:
    """The only bytes that are ever signed or digested: sorted keys, tight separators, amounts as text."""
    return json.dumps(
        claim, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_refuse
    ).encode()


def digest(claim: Claim) -> str:
    """SHA-256 over the canonical bytes, as 64 hex digits."""
    return hashlib.sha256(canonical(claim)).hexdigest()


def key_id_of(public_key: bytes) -> str:
    """A key's name: the first eight hex digits of its public half's SHA-256."""
    return hashlib.sha256(public_key).hexdigest()[:8]


def signing_key_id() -> str:
    """The name of the key this process signs with. Only the web tier has one."""
    return key_id_of(bytes(_signing_key().verify_key))


def sign(claim: Claim) -> Signature:
    """Sign a claim that already names this key in `key_id`. Raises Unavailable in a process without the key."""
    key = _signing_key()
    signature = key.sign(canonical(claim)).signature
    return Signature(key_id=key_id_of(bytes(key.verify_key)), value=base64.b64encode(signature).decode())


def verify(claim: Claim, signature: Signature, *, purpose: str) -> None:
    """Raise Unsigned unless one of our verify keys made this signature over exactly this claim for this purpose."""
    key = _verify_keys().get(signature.key_id)
    if key is None:
        raise Unsigned("unknown_key")
    if claim.get("key_id") != signature.key_id or claim.get("purpose") != purpose:
        raise Unsigned("wrong_purpose")
    try:
        key.verify(canonical(claim), base64.b64decode(signature.value, validate=True))
    except (BadSignatureError, binascii.Error, ValueError) as error:
        raise Unsigned("tampered") from error


def _signing_key() -> SigningKey:
    seed = _raw(settings.POD_APPROVAL_SIGNING_KEY)
    if seed is None:
        raise Unavailable(
            "This part of the service can not sign approvals, so nothing was approved or ordered."
        )
    return SigningKey(seed)


def _verify_keys() -> dict[str, VerifyKey]:
    """The keys that can be read, by their own name and not by the one they are listed under."""
    listed = [_raw(part.partition(":")[2].strip()) for part in settings.POD_APPROVAL_VERIFY_KEYS.split(",")]
    return {key_id_of(raw): VerifyKey(raw) for raw in listed if raw is not None}


def _raw(encoded: str) -> bytes | None:
    """32 bytes in base64; None for anything else, which is then as good as no key."""
    try:
        raw = base64.b64decode(encoded, validate=True)
    except ValueError:
        return None
    return raw if len(raw) == 32 else None


def _refuse(value: object) -> str:
    if isinstance(value, Decimal):
        raise TypeError("amounts go into claims as text")
    raise TypeError(f"{type(value).__name__} has no canonical form")

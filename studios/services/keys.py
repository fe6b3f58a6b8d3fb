"""Issue, recognise and revoke license keys."""

import hashlib
import hmac
import secrets
import zlib

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from core import ids
from core.errors import Unavailable
from studios.models import LicenseKey, Studio
from studios.services import audit

MARK = "pod_live_"
BODY_LENGTH = 28
CHECK_LENGTH = 4
PREFIX_LENGTH = len(MARK) + 6


@transaction.atomic
def issue(studio: Studio, *, role: str = "producer", label: str = "", actor: str) -> tuple[LicenseKey, str]:
    """Make a key. The second value is the key itself: show it now, it can not be read again."""
    body = "".join(secrets.choice(ids.ALPHABET) for _ in range(BODY_LENGTH))
    key = MARK + body + check_of(body)
    row = LicenseKey.objects.create(
        studio=studio, role=role, label=label, prefix=key[:PREFIX_LENGTH], digest=_digest(key)
    )
    audit.note(studio.pk, actor=actor, verb="license.issue", subject=row.public_id, details={"role": role})
    return row, key


def recognise(key: str) -> LicenseKey | None:
    """The live license of this key, with its studio, or None. Typos stop at the checksum, before any query."""
    if not is_well_formed(key):
        return None
    rows = LicenseKey.objects.across_studios(reason="the key itself names the studio")
    return rows.select_related("studio").filter(digest=_digest(key), revoked_at=None).first()


@transaction.atomic
def revoke(license_key: LicenseKey, *, actor: str) -> bool:
    """End a key at once. False when it was revoked before."""
    rows = LicenseKey.objects.for_studio(license_key.studio_id).filter(pk=license_key.pk, revoked_at=None)
    if not rows.update(revoked_at=Now()):
        return False
    audit.note(license_key.studio_id, actor=actor, verb="license.revoke", subject=license_key.public_id)
    return True


def is_well_formed(key: str) -> bool:
    """True when the checksum fits, so that a typing error is told apart from a key that was revoked."""
    body, check = key[len(MARK) : -CHECK_LENGTH], key[-CHECK_LENGTH:]
    return key.startswith(MARK) and len(body) == BODY_LENGTH and key.isascii() and check_of(body) == check


def check_of(body: str) -> str:
    """The low 20 bits of the body's CRC-32, as four characters."""
    bits = zlib.crc32(body.encode())
    return "".join(ids.ALPHABET[bits >> shift & 31] for shift in (15, 10, 5, 0))


def _digest(key: str) -> str:
    pepper = settings.POD_LICENSE_PEPPER.encode()
    if not pepper:
        raise Unavailable("This part of the service can not check license keys.")
    return hmac.new(pepper, key.encode(), hashlib.sha256).hexdigest()

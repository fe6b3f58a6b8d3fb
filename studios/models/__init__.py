"""Tenants, their license keys and members, their quotas, what they did, and the answers they were given."""

from studios.models.audit import AuditEntry
from studios.models.idempotency import IdempotencyRecord
from studios.models.keys import LicenseKey
from studios.models.members import Member
from studios.models.studios import Quota, Studio

__all__ = ["AuditEntry", "IdempotencyRecord", "LicenseKey", "Member", "Quota", "Studio"]

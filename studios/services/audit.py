"""Write down who did what."""

from typing import Any

from studios.models import AuditEntry


def note(
    studio_id: int, *, actor: str, verb: str, subject: str, details: dict[str, Any] | None = None
) -> AuditEntry:
    """Add one entry. Call it inside the transaction of the act, so that neither exists without the other."""
    return AuditEntry.objects.create(
        studio_id=studio_id, actor=actor, verb=verb, subject=subject, details=details or {}
    )

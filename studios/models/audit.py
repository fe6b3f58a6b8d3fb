"""Who did what, kept beside the work and in its transaction."""

from django.db import models
from django.db.models.functions import Now

from core.tenancy import StudioQuerySet
from studios.models.studios import Studio


class AuditEntry(models.Model):
    """One act: `verb` is `noun.verb`, `subject` the public id it was done to, `actor` a license or member."""

    studio = models.ForeignKey(Studio, on_delete=models.PROTECT, related_name="audit_entries")
    actor = models.CharField(max_length=80)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    details = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())

    objects = StudioQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["studio", "at"], name="auditentry_by_time")]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"

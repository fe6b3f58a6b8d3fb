"""The first answer to each POST, kept with the work it did."""

from django.db import models
from django.db.models.functions import Now

from core.tenancy import StudioQuerySet
from studios.models.studios import Studio


class IdempotencyRecord(models.Model):
    """`request_digest` covers method, path and body; the same key with another digest is refused."""

    studio = models.ForeignKey(Studio, on_delete=models.PROTECT, related_name="idempotency_records")
    key = models.CharField(max_length=100)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.JSONField()
    created_at = models.DateTimeField(db_default=Now())

    objects = StudioQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["studio", "key"], name="idempotencyrecord_key_once")]

    def __str__(self) -> str:
        return self.key

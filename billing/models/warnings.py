"""Warnings: a month's allowance has been used to 80, 95 or 100 percent."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.tenancy import StudioQuerySet


class CapWarning(models.Model):
    """Written by a trigger in the transaction that crosses the threshold; the unique key makes it once a window.

    `told_at` is when the films under way were told, `mailed_at` when the studio's admins were; a worker that is
    writing to them has set `mailing_at`.
    """

    cap = models.ForeignKey("billing.Cap", on_delete=models.PROTECT, related_name="warnings")
    percent = models.PositiveSmallIntegerField()
    at = models.DateTimeField(db_default=Now())
    told_at = models.DateTimeField(null=True)
    mailing_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    STUDIO_PATH = "cap__studio"
    objects = StudioQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cap", "percent"], name="capwarning_once_a_window"),
            models.CheckConstraint(condition=Q(percent__in=[80, 95, 100]), name="capwarning_percent_known"),
        ]
        indexes = [
            models.Index(fields=["at"], condition=Q(told_at=None), name="capwarning_to_tell"),
            models.Index(fields=["at"], condition=Q(mailed_at=None), name="capwarning_to_mail"),
        ]

    def __str__(self) -> str:
        return f"{self.percent} %"

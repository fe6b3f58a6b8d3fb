"""Halts: the operator's switches. While one stands, nothing new is ordered through it; nothing that runs is touched."""

from functools import partial

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core import ids


class Halt(models.Model):
    """No new orders of this `kind` and `subject` from `began_at` until it is lifted, and who says so and why.

    What was ordered is looked up and collected all the same.
    """

    class Kind(models.TextChoices):
        PROVIDER = "provider"  # nothing is ordered from anybody
        ENGINE = "engine"  # nothing from the engine named in `subject`
        STUDIO = "studio"  # nothing for the studio whose id is in `subject`
        RESTORE = "restore"  # the rows are from a backup: nothing, until a person has looked

    public_id = models.CharField(max_length=40, unique=True, default=partial(ids.new, "hlt"), editable=False)
    kind = models.CharField(max_length=8, choices=Kind)
    subject = models.CharField(max_length=40, blank=True)
    why = models.TextField()
    by = models.CharField(max_length=100)
    began_at = models.DateTimeField(db_default=Now())
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(lifted_at=None), name="halt_one_standing_per_subject"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["provider", "restore"], subject="")
                | (Q(kind__in=["engine", "studio"]) & ~Q(subject="")),
                name="halt_has_its_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}".rstrip()

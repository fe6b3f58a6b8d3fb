"""Castings on their own: `pod cast`, a casting and a price preview for about one credit."""

from collections.abc import Mapping
from functools import partial

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core import ids
from core.amounts import ZERO
from core.tenancy import StudioQuerySet


class Casting(models.Model):
    """One question to the language model, run on a mandate that was signed when it was asked."""

    class Status(models.TextChoices):
        QUEUED = "queued"
        ASKING = "asking"  # the question may be on its way
        DONE = "done"
        FAILED = "failed"  # no use; the studio pays nothing
        IN_DOUBT = "in_doubt"  # asked, and no answer came: the credits stay held until a person decides

    TRANSITIONS: Mapping[str, frozenset[str]] = {
        Status.QUEUED: frozenset({Status.ASKING, Status.FAILED}),
        Status.ASKING: frozenset({Status.DONE, Status.FAILED, Status.IN_DOUBT}),
        Status.DONE: frozenset(),
        Status.FAILED: frozenset(),
        Status.IN_DOUBT: frozenset({Status.FAILED}),
    }

    public_id = models.CharField(max_length=40, unique=True, default=partial(ids.new, "cst"), editable=False)
    studio = models.ForeignKey("studios.Studio", on_delete=models.PROTECT, related_name="+")
    license = models.CharField(max_length=40)
    idea = models.TextField()
    status = models.CharField(max_length=8, choices=Status, default=Status.QUEUED)
    ceiling = models.DecimalField(max_digits=14, decimal_places=2)
    spent = models.DecimalField(max_digits=14, decimal_places=2, default=ZERO)
    # All the model reported, which the studio never pays more of than the ceiling.
    reported = models.DecimalField(max_digits=14, decimal_places=2, default=ZERO)
    casting = models.JSONField(null=True)
    estimate = models.JSONField(null=True)
    detail = models.TextField(blank=True)
    asking_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = StudioQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["queued", "asking", "done", "failed", "in_doubt"]),
                name="casting_status_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.status}"

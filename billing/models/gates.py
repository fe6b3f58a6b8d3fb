"""Gates: points that work may not pass without a person's answer."""

from collections.abc import Mapping
from functools import partial

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core import ids
from core.tenancy import StudioQuerySet


class Gate(models.Model):
    """Bound by `digest` to exactly what was shown. One gate at most is open for a subject."""

    class Status(models.TextChoices):
        OPEN = "open"  # waits for a person
        ANSWERED = "answered"
        SUPERSEDED = "superseded"  # what it showed has changed

    TRANSITIONS: Mapping[str, frozenset[str]] = {
        Status.OPEN: frozenset({Status.ANSWERED, Status.SUPERSEDED}),
        Status.ANSWERED: frozenset(),
        Status.SUPERSEDED: frozenset(),
    }

    public_id = models.CharField(max_length=40, unique=True, default=partial(ids.new, "gat"), editable=False)
    studio = models.ForeignKey("studios.Studio", on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=40)
    kind = models.CharField(max_length=12)
    shown = models.JSONField()
    quote = models.ForeignKey("billing.Quote", on_delete=models.PROTECT, related_name="gates", null=True)
    digest = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    answer = models.CharField(max_length=10, blank=True)
    note = models.TextField(blank=True)
    answered_by = models.CharField(max_length=80, blank=True)
    opened_at = models.DateTimeField(db_default=Now())
    answered_at = models.DateTimeField(null=True)

    objects = StudioQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["studio", "subject"], condition=Q(status="open"), name="gate_one_open_per_subject"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["open", "answered", "superseded"]), name="gate_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status="answered") | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="gate_answered_has_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.status})"

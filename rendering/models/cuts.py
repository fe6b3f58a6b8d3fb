"""Cuts: versions of the edit. Each edit makes a new one; older ones stay."""

from collections.abc import Mapping
from functools import partial

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core import ids
from core.tenancy import StudioQuerySet


class Cut(models.Model):
    """`edl` lists its clips in frames; `note` is what the person asked for, empty for pod's own first cut."""

    class Status(models.TextChoices):
        MAKING = "making"
        READY = "ready"
        FAILED = "failed"

    TRANSITIONS: Mapping[str, frozenset[str]] = {
        Status.MAKING: frozenset({Status.READY, Status.FAILED}),
        Status.READY: frozenset(),
        Status.FAILED: frozenset({Status.MAKING}),
    }

    public_id = models.CharField(max_length=40, unique=True, default=partial(ids.new, "cut"), editable=False)
    film = models.ForeignKey("rendering.Film", on_delete=models.PROTECT, related_name="cuts")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=7, choices=Status, default=Status.MAKING)
    edl = models.JSONField()
    frames = models.PositiveIntegerField()
    note = models.TextField(blank=True)
    failure = models.TextField(blank=True)
    file = models.ForeignKey("rendering.FilmFile", on_delete=models.PROTECT, related_name="+", null=True)
    created_at = models.DateTimeField(db_default=Now())

    STUDIO_PATH = "film__studio"
    objects = StudioQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["film", "number"], name="cut_number_once"),
            models.CheckConstraint(
                condition=Q(status__in=["making", "ready", "failed"]), name="cut_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"cut {self.number}"

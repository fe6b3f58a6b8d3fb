"""What happened to a film, in order: one row a transition, and what the person should be told."""

from django.db import models
from django.db.models.functions import Now

from core.tenancy import StudioQuerySet


class Event(models.Model):
    """`kind` is `noun.verb`; `text` is a sentence when `is_notice`."""

    film = models.ForeignKey("rendering.Film", on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    is_notice = models.BooleanField(default=False)
    at = models.DateTimeField(db_default=Now())

    STUDIO_PATH = "film__studio"
    objects = StudioQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.kind

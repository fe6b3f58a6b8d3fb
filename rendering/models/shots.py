"""What the film needs to look like: design sheets, and the planned views."""

from django.db import models
from django.db.models import Q

from core.tenancy import StudioQuerySet


class Look(models.Model):
    """A character or a place that gets a design sheet."""

    class Kind(models.TextChoices):
        CHARACTER = "character"
        LOCATION = "location"

    film = models.ForeignKey("rendering.Film", on_delete=models.PROTECT, related_name="looks")
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    description = models.TextField()

    STUDIO_PATH = "film__studio"
    objects = StudioQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "number"]
        constraints = [
            models.UniqueConstraint(fields=["film", "kind", "number"], name="look_number_once"),
            models.CheckConstraint(condition=Q(kind__in=["character", "location"]), name="look_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Shot(models.Model):
    """A planned view; numbers run through the whole film. `seconds` is what the first cut uses of it."""

    film = models.ForeignKey("rendering.Film", on_delete=models.PROTECT, related_name="shots")
    number = models.PositiveSmallIntegerField()
    scene = models.PositiveSmallIntegerField(default=1)
    description = models.TextField(blank=True)
    framing = models.CharField(max_length=30, blank=True)
    move = models.CharField(max_length=30, blank=True)
    light = models.CharField(max_length=80, blank=True)
    seconds = models.PositiveSmallIntegerField(default=0)
    characters = models.JSONField(default=list)
    location = models.CharField(max_length=80, blank=True)
    is_hero = models.BooleanField(default=False)

    STUDIO_PATH = "film__studio"
    objects = StudioQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["film", "number"], name="shot_number_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """`shot-01`, as people and folders call it."""
        return f"shot-{self.number:02d}"

"""Takes: one try at a picture or a clip, never overwritten."""

from collections.abc import Mapping
from functools import partial

from django.db import models
from django.db.models import Q

from core import ids
from core.tenancy import StudioQuerySet
from rendering.models.shots import Look, Shot


class Take(models.Model):
    """A sheet (of a look), a keyframe, a draft or a master (of a shot). `spec` is what would be ordered, exactly."""

    class Tier(models.TextChoices):
        STILL = "still"
        DRAFT = "draft"  # 480p
        MASTER = "master"  # at delivery resolution

    class Status(models.TextChoices):
        PLANNED = "planned"  # nothing ordered yet
        ORDERED = "ordered"  # there is an attempt for it
        READY = "ready"  # collected and checked
        FAILED = "failed"  # can not be had; the studio pays nothing. A further one is a retake
        LEFT_OUT = "left_out"  # its order is in doubt, and a person has the film go on without it
        DROPPED = "dropped"  # not needed any more

    TRANSITIONS: Mapping[str, frozenset[str]] = {
        Status.PLANNED: frozenset({Status.ORDERED, Status.DROPPED}),
        Status.ORDERED: frozenset({Status.READY, Status.FAILED, Status.PLANNED, Status.LEFT_OUT}),
        Status.LEFT_OUT: frozenset({Status.READY, Status.FAILED, Status.DROPPED}),
        Status.READY: frozenset(),
        Status.FAILED: frozenset(),
        Status.DROPPED: frozenset(),
    }

    public_id = models.CharField(max_length=40, unique=True, default=partial(ids.new, "tak"), editable=False)
    film = models.ForeignKey("rendering.Film", on_delete=models.PROTECT, related_name="takes")
    look = models.ForeignKey("rendering.Look", on_delete=models.PROTECT, related_name="takes", null=True)
    shot = models.ForeignKey("rendering.Shot", on_delete=models.PROTECT, related_name="takes", null=True)
    tier = models.CharField(max_length=6, choices=Tier)
    number = models.PositiveSmallIntegerField(default=1)
    engine = models.CharField(max_length=30)
    spec = models.JSONField()
    status = models.CharField(max_length=8, choices=Status, default=Status.PLANNED)
    is_circled = models.BooleanField(default=False)
    is_left_out = models.BooleanField(default=False)  # the film goes on without it, whatever becomes of it
    file = models.ForeignKey("rendering.FilmFile", on_delete=models.PROTECT, related_name="+", null=True)
    failure = models.TextField(blank=True)

    STUDIO_PATH = "film__studio"
    objects = StudioQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(look__isnull=False, shot=None, tier="still") | Q(look=None, shot__isnull=False),
                name="take_of_one_thing",
            ),
            models.UniqueConstraint(fields=["look", "number"], name="take_number_once_per_look"),
            models.UniqueConstraint(fields=["shot", "tier", "number"], name="take_number_once_per_shot"),
            models.UniqueConstraint(
                fields=["shot", "tier"], condition=Q(is_circled=True), name="take_one_circled_per_tier"
            ),
            models.CheckConstraint(
                condition=Q(tier__in=["still", "draft", "master"]), name="take_tier_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["planned", "ordered", "ready", "failed", "dropped", "left_out"]),
                name="take_status_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.tier}"

    @property
    def subject(self) -> Look | Shot:
        """What it is a picture of."""
        found = self.shot or self.look
        assert found is not None  # take_of_one_thing
        return found

    @property
    def label(self) -> str:
        """What it is a picture of, as people say it."""
        return self.subject.name
